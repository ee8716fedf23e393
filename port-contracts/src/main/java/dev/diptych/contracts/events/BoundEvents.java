package dev.diptych.contracts.events;

import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Events of a caller's transaction, made of a seed's: each is a batch of its own, as an append of a transaction writes it. */
public final class BoundEvents {
    private static final byte[] HASHED_AS = "diptych.event.v1\n".getBytes(StandardCharsets.US_ASCII);

    private BoundEvents() {}

    /** {@code count} bound events behind {@code head}. */
    public static List<SealedEvent> behind(SeededEvents events, ChainHead head, int count) {
        List<SealedEvent> bound = new ArrayList<>();
        ChainHead at = head;
        for (int i = 0; i < count; i++) {
            SealedEvent next = bound(events.batchOf(at, 1).get(0));
            bound.add(next);
            at = next.asHead();
        }
        return bound;
    }

    /** The same event, bound. */
    public static SealedEvent bound(SealedEvent event) {
        EditedLine marked = EditedLine.of(event.toLine()).with("bound", "true", "domain_tags");
        String line = text(marked);
        String envelope = line.substring(0, line.indexOf(",\"event_hash\":"));
        byte[] hash = new Sha256()
                .add(HASHED_AS)
                .add(envelope.getBytes(StandardCharsets.UTF_8))
                .finish();
        byte[] bytes = marked.with(
                        "event_hash", EditedLine.quoted(HexFormat.of().formatHex(hash)))
                .toBytes();
        LineVerdict verdict = new LineDecoder(TwinPayloadReader.FORMAT).decode(bytes, 0, bytes.length);
        if (verdict instanceof LineVerdict.WellFormed sound) {
            return sound.event();
        }
        throw new IllegalStateException("not well-formed once it is bound: " + verdict);
    }

    private static String text(EditedLine line) {
        return new String(line.toBytes(), StandardCharsets.UTF_8);
    }
}
