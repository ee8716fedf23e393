package dev.diptych.ports.driving;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;

/**
 * How far a clean verification reached: {@code SEQ:HASH}. A hint for the next one, never evidence.
 *
 * @param head the newest event verified
 */
public record VerifiedMark(ChainHead head) {
    /**
     * Reads {@code SEQ:HASH}.
     *
     * @throws IllegalArgumentException if the text is no mark
     */
    public static VerifiedMark parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || !text.substring(0, colon).matches("[1-9][0-9]{0,15}")) {
            throw new IllegalArgumentException(
                    "a mark is SEQ:HASH, as an earlier verification printed it, was \"" + text + "\"");
        }
        return new VerifiedMark(new ChainHead(
                new Sequence(Long.parseLong(text.substring(0, colon))), EventHash.parse(text.substring(colon + 1))));
    }

    /** The mark as it is printed. */
    @Override
    public String toString() {
        return head.toString();
    }
}
