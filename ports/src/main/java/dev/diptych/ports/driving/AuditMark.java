package dev.diptych.ports.driving;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;

/**
 * How far a clean audit reached, and how far a rolling one has got in reading the old part again: {@code SEQ:HASH:NEXT}. A hint
 * for the next one, never evidence.
 *
 * @param head the newest event audited
 * @param rereadNext the first event of the old part that the next rolling audit reads again, from 1
 */
public record AuditMark(ChainHead head, Sequence rereadNext) {
    /**
     * Reads {@code SEQ:HASH:NEXT}, or {@code SEQ:HASH}, which begins to read again at the first event.
     *
     * @throws IllegalArgumentException if the text is no mark
     */
    public static AuditMark parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3 || !isNumber(parts[0]) || parts.length == 3 && !isNumber(parts[2])) {
            throw new IllegalArgumentException(
                    "a mark is SEQ:HASH:NEXT, as an earlier audit printed it, was \"" + text + "\"");
        }
        ChainHead head = new ChainHead(new Sequence(Long.parseLong(parts[0])), EventHash.parse(parts[1]));
        return new AuditMark(head, parts.length == 3 ? new Sequence(Long.parseLong(parts[2])) : Sequence.FIRST);
    }

    /** The mark as it is printed. */
    @Override
    public String toString() {
        return head + ":" + rereadNext;
    }

    private static boolean isNumber(String text) {
        return text.matches("[1-9][0-9]{0,15}");
    }
}
