package dev.diptych.application.audit;

import dev.diptych.domain.chain.EventHash;
import java.util.Optional;

/** The sequences and hashes of the newest placed lines, at most {@value #LINES_MAX} of them. */
final class RecentLines {
    static final int LINES_MAX = 1_024;

    private final long[] sequences = new long[LINES_MAX];
    private final EventHash[] hashes = new EventHash[LINES_MAX];
    private long added;

    void add(long sequence, EventHash hash) {
        int at = (int) (added % LINES_MAX);
        sequences[at] = sequence;
        hashes[at] = hash;
        added++;
    }

    /** The hash of the last of these lines that has the sequence. */
    Optional<EventHash> hashAt(long sequence) {
        for (long back = 1; back <= Math.min(added, LINES_MAX); back++) {
            int at = (int) ((added - back) % LINES_MAX);
            if (sequences[at] == sequence) {
                return Optional.of(hashes[at]);
            }
        }
        return Optional.empty();
    }
}
