package dev.diptych.domain.chain;

import dev.diptych.domain.finding.Place;

/**
 * Where the newest whole batch lies, so that its own bytes can be written again.
 *
 * @param range its sequences
 * @param begins its first line; a batch lies in one segment
 * @param endOffset the byte behind its last line, in the same segment
 */
public record LastBatch(BatchRange range, Place begins, long endOffset) {
    /** The bytes of all its lines. */
    public long bytes() {
        return endOffset - begins.offset();
    }
}
