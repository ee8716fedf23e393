package dev.diptych.domain.parity;

/**
 * How two event sets compare, in counts.
 *
 * @param logEvents sound events of the log
 * @param storeEvents rows of the store
 * @param matched events that both hold, byte for byte
 * @param missingInStore events that only the log holds, at or below the store's highest sequence
 * @param missingInLog events that only the store holds
 * @param mismatched events that both hold, with other content
 * @param pending whole, durable events of the log beyond the store's highest sequence
 * @param inFlight events of the log beyond the store's highest sequence while a writer holds the ledger
 * @param duplicateIds events of the log whose id an earlier one has
 * @param voidFlags rows whose void flag is not what the log says
 * @param undecided bound events at the end of the log of which nothing tells how their transaction ended, while no writer
 *     holds the ledger
 */
public record EventSetParity(
        long logEvents,
        long storeEvents,
        long matched,
        long missingInStore,
        long missingInLog,
        long mismatched,
        long pending,
        long inFlight,
        long duplicateIds,
        long voidFlags,
        long undecided) {
    /** Counts where nothing is undecided. */
    public EventSetParity(
            long logEvents,
            long storeEvents,
            long matched,
            long missingInStore,
            long missingInLog,
            long mismatched,
            long pending,
            long inFlight,
            long duplicateIds,
            long voidFlags) {
        this(
                logEvents,
                storeEvents,
                matched,
                missingInStore,
                missingInLog,
                mismatched,
                pending,
                inFlight,
                duplicateIds,
                voidFlags,
                0);
    }

    /** Derived from the counts alone. */
    public ParityVerdict verdict() {
        if (mismatched > 0 || duplicateIds > 0 || voidFlags > 0) {
            return ParityVerdict.DIVERGED;
        }
        boolean storeLacks = missingInStore + pending + undecided > 0;
        if (missingInLog > 0) {
            return storeLacks ? ParityVerdict.DIVERGED : ParityVerdict.LOG_BEHIND;
        }
        return storeLacks ? ParityVerdict.STORE_BEHIND : ParityVerdict.IN_PARITY;
    }
}
