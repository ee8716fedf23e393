package dev.diptych.domain.chain;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import java.nio.charset.StandardCharsets;

/**
 * Sequences and links. Keeps the sequence and hash of the last placed line and how many unreadable ones came behind it;
 * each of those is taken for one event.
 */
final class LinkRule {
    private final byte[] placedHash = new byte[EventHash.HEX_CHARACTERS];
    private boolean placed;
    private long placedSequence;
    private long unreadable;

    private LinkRule() {}

    static LinkRule fromStart() {
        return new LinkRule();
    }

    static LinkRule after(ChainHead known) {
        LinkRule rule = new LinkRule();
        rule.place(known.sequence().value(), known.hash());
        return rule;
    }

    /** The sequence that the next line must have. */
    long next() {
        return last() + 1;
    }

    /** The sequence of the last line, unreadable ones counted in. */
    long last() {
        return placedSequence + unreadable;
    }

    /** Whether a line was placed, here or before the walk. */
    boolean hasPlaced() {
        return placed;
    }

    /** Whether no unreadable line came last. */
    boolean isUnbroken() {
        return unreadable == 0;
    }

    /** Whether a wrong link can be told, and is there; makes no object. */
    boolean isBroken(SealedEvent event) {
        return placed && unreadable == 0 && !event.linksToSpelled(placedHash);
    }

    boolean isBroken(EventHash previous) {
        return placed && unreadable == 0 && !previous.isSpelledAt(placedHash, 0);
    }

    void place(SealedEvent event) {
        event.spellHash(placedHash);
        placed(event.sequenceValue());
    }

    void place(long sequence, EventHash hash) {
        Hex.write(hash.toBytes(), placedHash, 0);
        placed(sequence);
    }

    /** An unreadable line. */
    void pass() {
        unreadable++;
    }

    Finding gap(long found) {
        return Finding.of(FindingKind.GAP).atSequence(found).expecting(Long.toString(next()), Long.toString(found));
    }

    Finding brokenLink(long sequence, EventHash found) {
        return Finding.of(FindingKind.LINK)
                .atSequence(sequence)
                .expecting(new String(placedHash, StandardCharsets.US_ASCII), found.hex());
    }

    private void placed(long sequence) {
        placed = true;
        placedSequence = sequence;
        unreadable = 0;
    }
}
