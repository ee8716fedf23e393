package dev.diptych.domain.chain;

import java.util.OptionalLong;

/**
 * What vouches that the bytes behind a log's whole batches were never acknowledged.
 *
 * @param storePresent whether a store of this ledger, or an unborn one, is there and was there before this opening. A
 *     born store does not count where the log has no whole batch
 * @param storeLastSequence the highest sequence of that store, 0 while it has no event
 * @param cleanCloseSequence the newest sequence at the last clean close, where one is recorded
 */
public record TailWitness(boolean storePresent, long storeLastSequence, OptionalLong cleanCloseSequence) {
    /** Nobody vouches for anything: every tail is damage. */
    public static final TailWitness NONE = new TailWitness(false, 0, OptionalLong.empty());

    /** Whether neither the store nor a clean close has seen anything behind {@code sequence}. */
    boolean vouchesForNothingBehind(long sequence) {
        return storePresent
                && storeLastSequence <= sequence
                && (cleanCloseSequence.isEmpty() || cleanCloseSequence.getAsLong() <= sequence);
    }
}
