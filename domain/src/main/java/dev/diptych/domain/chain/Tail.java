package dev.diptych.domain.chain;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;

/**
 * The bytes behind the longest prefix of whole valid batches, as far as they have been read, and whether they can still be
 * a torn tail: never longer than the largest batch, never in two segments, never a line of a later batch.
 */
final class Tail {
    /** The largest batch, whatever limits are configured. */
    static final long BYTES_MAX = 8L * 1024 * 1024;

    private static final Place NOWHERE = new Place("", 0, 0);

    private Place from = NOWHERE;
    private long bytes;
    private boolean ruledOut;

    /** Another line behind the prefix. */
    void grow(Place place, long length) {
        if (bytes == 0) {
            from = place;
        }
        bytes += length;
        if (bytes > BYTES_MAX) {
            ruledOut = true;
        }
    }

    /** The prefix reaches to here. */
    void reset() {
        from = NOWHERE;
        bytes = 0;
        ruledOut = false;
    }

    void ruleOut() {
        ruledOut = true;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** Whether nothing that was read speaks against a torn tail. */
    boolean mayBeTorn() {
        return bytes > 0 && !ruledOut;
    }

    WalkEnd.Torn torn() {
        Finding finding = Finding.of(FindingKind.TORN_TAIL).at(from).ofBytes(bytes);
        return new WalkEnd.Torn(finding, from, bytes);
    }
}
