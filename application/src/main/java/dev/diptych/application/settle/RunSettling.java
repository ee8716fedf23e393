package dev.diptych.application.settle;

import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.RunVerdict;
import dev.diptych.domain.transaction.Settlement;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;

/**
 * Finds out for good how a transaction ended whose end is not certain.
 *
 * <pre>
 *   1  BEGIN, read the run's rows: all there = committed, none = aborted
 *   2  write the answer into the store, COMMIT        what a COMMIT that failed left behind cannot come back any more
 *   3  move the database's own log into it, begin it anew   what is read now does not rest on a force that had failed
 *   4  BEGIN, read again, pin again, COMMIT
 *   -  only now may the log tell it
 * </pre>
 *
 * <p>Each step can be repeated, by this process or by the next. The rows are asked only while the log tells no outcome: an
 * abort brings them too.
 */
public final class RunSettling {
    private final QueryStore store;

    public RunSettling(QueryStore store) {
        this.store = store;
    }

    /**
     * What became of the run, of which the log tells nothing yet. When this returns, nothing takes it back.
     *
     * @throws DivergedException if the store contradicts itself: nothing was written
     * @throws dev.diptych.application.rows.ForkException if a row is another event
     * @throws dev.diptych.ports.driven.StoreBusyException if somebody else's transaction or snapshot was in the way for too long;
     *     to be tried again
     * @throws StoreFailedException if the store failed; the next opening settles
     */
    public Settlement.SettleAs settle(BoundRun run) {
        Settlement.SettleAs first = readAndPin(run);
        store.checkpointFully();
        Settlement.SettleAs again = readAndPin(run);
        if (first.outcome() != again.outcome()) {
            throw new DivergedException(
                    run,
                    "was read as " + first.outcome().word() + ", and as "
                            + again.outcome().word() + " once the store's write-ahead log had been moved into it");
        }
        return again;
    }

    private Settlement.SettleAs readAndPin(BoundRun run) {
        try (BoundStoreTransaction tx = store.beginBound()) {
            Settlement.SettleAs read = read(tx, run);
            tx.pin(read.pin());
            return tx.commit()
                    .fold(
                            () -> read,
                            rolledBack -> notPinned(rolledBack.doom().orElse(NO_REASON)),
                            uncertain -> notPinned(uncertain.why()));
        }
    }

    private static final RuntimeException NO_REASON = new IllegalStateException("it was rolled back");

    private static Settlement.SettleAs read(BoundStoreTransaction tx, BoundRun run) {
        return Settlement.of(new RunVerdict.Undecided(run), RunRows.of(tx, run), tx.pinned())
                .fold(new Settlement.Cases<>(
                        () -> neverOf(run),
                        settleAs -> settleAs,
                        insert -> neverOf(run),
                        diverged -> {
                            throw DivergedException.of(diverged);
                        },
                        refused -> neverOf(run)));
    }

    private static Settlement.SettleAs neverOf(BoundRun run) {
        throw new IllegalStateException("an undecided run is settled by its rows, this one was not: " + run);
    }

    private static Settlement.SettleAs notPinned(RuntimeException why) {
        throw new StoreFailedException(
                "what became of a transaction could not be written into the store: " + why.getMessage()
                        + ". Nothing was told in the log. Next: open the ledger again, which settles it",
                why);
    }
}
