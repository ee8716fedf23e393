package dev.diptych.domain.chain;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.event.StrictJson;
import dev.diptych.domain.signature.KeyId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A ledger for tests that grows batch by batch, and lines made by hand with right hashes. */
public final class Sealing {
    public static final LedgerId LEDGER =
            LedgerId.parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final EventTime RECORDED = EventTime.parse("recorded_at", "2026-11-23T10:00:00.200000Z");

    private final EventSealer sealer = new EventSealer();
    private final List<SealedEvent> events = new ArrayList<>();
    private ChainHead head;
    private int ids;

    public Sealing(LedgerId ledger) {
        head = ChainHead.beforeFirst(ledger);
    }

    public static Sealing ledger() {
        return new Sealing(LEDGER);
    }

    /** A ledger with one batch of each size. */
    public static Sealing ofBatches(int... sizes) {
        Sealing sealing = ledger();
        for (int size : sizes) {
            sealing.batch(size);
        }
        return sealing;
    }

    public List<SealedEvent> batch(int size) {
        List<DraftedEvent> drafts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            drafts.add(draft("com.example.happened.v1", "{\"n\":" + ids + "}"));
        }
        return batch(drafts);
    }

    public List<SealedEvent> batch(List<DraftedEvent> drafts) {
        List<SealedEvent> sealed = sealer.seal(drafts, head, RECORDED);
        head = sealed.get(sealed.size() - 1).asHead();
        events.addAll(sealed);
        return sealed;
    }

    public SealedEvent one(String type, String payload) {
        return batch(List.of(draft(type, payload))).get(0);
    }

    public DraftedEvent draft(String type, String payload) {
        return drafted(EventDraft.of(new EventType(type), JsonText.of(payload)), "e-" + ++ids);
    }

    public static DraftedEvent drafted(EventDraft draft, String id) {
        return new DraftedEvent(draft, new EventId(id), Payload.read(draft.payload(), StrictJson.SYNTAX));
    }

    public static DraftedEvent drafted(EventDraft draft, String id, KeyId key) {
        return new DraftedEvent(
                draft, new EventId(id), Payload.read(draft.payload(), StrictJson.SYNTAX), Optional.of(key));
    }

    public ChainHead head() {
        return head;
    }

    public SealedEvent event(int sequence) {
        return events.get(sequence - 1);
    }

    public List<SealedEvent> events() {
        return List.copyOf(events);
    }

    public String line(int sequence) {
        return text(event(sequence).toLine());
    }

    /** One byte is one character, so that broken UTF-8 can be handled as text. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static LineVerdict judged(String line) {
        return new LineDecoder(StrictJson.SYNTAX).decodeOwned(bytes(line));
    }

    /** The line with its event hash made right, whatever its envelope says. */
    public static String rehashed(String line) {
        int to = line.indexOf(",\"event_hash\":");
        String hash = sha256("diptych.event.v1\n" + line.substring(0, to));
        int at = to + ",\"event_hash\":\"".length();
        return line.substring(0, at) + hash + line.substring(at + 64);
    }

    /** The line with both its hashes made right, whatever its envelope and its payload say. */
    public static String rehashedWithPayload(String line) {
        int from = line.indexOf(",\"payload\":", line.indexOf(",\"event_hash\":")) + ",\"payload\":".length();
        String hash = sha256("diptych.payload.v1\n" + line.substring(from, line.lastIndexOf('}')));
        int at = line.indexOf(",\"payload_hash\":\"") + ",\"payload_hash\":\"".length();
        return rehashed(line.substring(0, at) + hash + line.substring(at + 64));
    }

    /** The line with a key and a signature of the right shape, and its event hash made right. */
    public static String signed(String line) {
        String keyed = rehashed(line.replace(",\"payload_hash\"", ",\"key_id\":\"k1\",\"payload_hash\""));
        return keyed.replace("\",\"payload\":", "\",\"signature\":\"" + "A".repeat(86) + "\",\"payload\":");
    }

    public static String sha256(String latin1) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(latin1)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
