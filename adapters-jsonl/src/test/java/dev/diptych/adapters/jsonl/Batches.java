package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Seals batches, one behind the other, of one ledger. */
final class Batches {
    static final JacksonPayloadReader PAYLOADS = new JacksonPayloadReader(Limits.FORMAT);

    private static final EventTime TIME = EventTime.of(Instant.parse("2026-11-23T10:00:00.123456Z"));

    private final EventSealer sealer = new EventSealer();
    private final List<SealedEvent> all = new ArrayList<>();
    private ChainHead head;

    private Batches(ChainHead head) {
        this.head = head;
    }

    /** Of the ledger whose id is 32 times this byte. */
    static Batches ofLedger(int idByte) {
        byte[] id = new byte[32];
        Arrays.fill(id, (byte) idByte);
        return new Batches(ChainHead.beforeFirst(LedgerId.of(id)));
    }

    static Batches ofOneLedger() {
        return ofLedger(7);
    }

    /** Other events behind the same head. */
    Batches fork() {
        return new Batches(head);
    }

    /** All events sealed so far. */
    List<SealedEvent> all() {
        return List.copyOf(all);
    }

    ChainHead head() {
        return head;
    }

    /** The head after {@code sequence} events. */
    ChainHead headAt(long sequence) {
        return all.get((int) sequence - 1).asHead();
    }

    List<SealedEvent> next(int events) {
        return next(events, "{\"n\":1}");
    }

    List<SealedEvent> next(int events, String payload) {
        return nextOfType(events, "com.example.counted.v1", payload);
    }

    List<SealedEvent> nextOfType(int events, String type, String payload) {
        List<DraftedEvent> drafts = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            drafts.add(drafted(type, payload));
        }
        List<SealedEvent> batch = sealer.seal(drafts, head, TIME);
        all.addAll(batch);
        head = batch.get(batch.size() - 1).asHead();
        return batch;
    }

    private DraftedEvent drafted(String type, String payload) {
        JsonText text = JsonText.of(payload);
        EventId id = new EventId("e-" + Integer.toHexString(payload.hashCode()) + "-" + all.size() + "-" + counter++);
        return new DraftedEvent(EventDraft.of(new EventType(type), text), id, Payload.read(text, PAYLOADS));
    }

    private int counter;

    /** The events' lines, one behind the other. */
    static byte[] bytes(List<SealedEvent> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> out.writeBytes(event.toLine()));
        return out.toByteArray();
    }

    static String text(List<SealedEvent> events) {
        return new String(bytes(events), StandardCharsets.UTF_8);
    }

    /** A payload that makes a line longer by about this many bytes. */
    static String payloadOf(int bytes) {
        return "\"" + "x".repeat(bytes) + "\"";
    }
}
