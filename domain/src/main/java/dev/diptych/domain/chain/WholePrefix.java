package dev.diptych.domain.chain;

import dev.diptych.domain.finding.Place;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The longest run of whole valid batches so far, and where its newest batch lies. Growing it makes no object. */
final class WholePrefix {
    private static final Place NOWHERE = new Place("", 0, 0);

    private final byte[] hash = new byte[EventHash.HEX_CHARACTERS];
    private long sequence;
    private Place batchBegins = NOWHERE;
    private long batchFirst;
    private long endOffset;

    WholePrefix(Optional<ChainHead> known) {
        known.ifPresent(head -> {
            sequence = head.sequence().value();
            Hex.write(head.hash().toBytes(), hash, 0);
        });
    }

    /** The last line of a whole batch. */
    void reach(SealedEvent event, Place begins, long end) {
        sequence = event.sequenceValue();
        event.spellHash(hash);
        batchFirst = event.batchFirst();
        batchBegins = begins;
        endOffset = end;
    }

    /** Its last sequence, 0 before the first. */
    long sequence() {
        return sequence;
    }

    Optional<ChainHead> head() {
        return sequence == 0
                ? Optional.empty()
                : Optional.of(new ChainHead(
                        new Sequence(sequence), EventHash.parse(new String(hash, StandardCharsets.US_ASCII))));
    }

    Optional<LastBatch> lastBatch() {
        return batchFirst == 0
                ? Optional.empty()
                : Optional.of(new LastBatch(new BatchRange(batchFirst, sequence), batchBegins, endOffset));
    }
}
