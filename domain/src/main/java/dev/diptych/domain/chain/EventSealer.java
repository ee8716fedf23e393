package dev.diptych.domain.chain;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.domain.signature.KeyId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Seals the drafts of one batch: gives each its sequence, its batch and its link, computes both hashes, and writes the
 * exact bytes of its line.
 *
 * <p>The envelope is everything from the first {@code &#123;} up to {@code ,"event_hash":}. The event hash covers it,
 * and through it the payload (by its hash), the chain (by {@code prev_event_hash}) and the duty to be signed (by {@code
 * key_id}). The same input gives the same bytes, always: a sealer has no clock and no randomness.
 *
 * <p>Keeps buffers for reuse; one thread at a time.
 */
public final class EventSealer {
    /** The most characters that a sequence has on a line. */
    private static final int NUMBER_CHARACTERS_MAX = 16;

    private static final int HASHES = 3 * EventHash.HEX_CHARACTERS;
    private static final int NUMBERS = 3 * NUMBER_CHARACTERS_MAX;
    private static final int TIMES = 2 * EventTime.TEXT_LENGTH;

    /** Keys and punctuation of a signature, and the signature. */
    private static final int SIGNED = ",\"key_id\":\"\",\"signature\":\"\"".length() + EventSignature.CHARACTERS;

    /** Keys and punctuation of a line that has every optional key but no signature. */
    private static final int FRAME =
            ("{\"seq\":,\"batch\":,\"batch_end\":,\"id\":\"\",\"schema_version\":1,\"observed_at\":\"\",\"recorded_at\":\"\","
                            + "\"source\":{\"type\":\"\",\"name\":\"\"},\"event_type\":\"\",\"trace_id\":\"\","
                            + "\"session_id\":\"\",\"domain_tags\":[],\"bound\":true,\"payload_hash\":\"\","
                            + "\"prev_event_hash\":\"\",\"event_hash\":\"\",\"payload\":}\n")
                    .length();

    private final ChainDigest digest = new ChainDigest();
    private final LineBuffer buffer = new LineBuffer();
    private final LineParser parser = new LineParser();

    /**
     * Seals drafts that nobody signs as one batch behind {@code head}. Sizes are decided before, with {@link #lineBytesMax}.
     *
     * @param drafts one or more
     * @param head the newest event, or {@link ChainHead#beforeFirst} of a ledger id that was drawn for an unborn ledger
     * @param recordedAt what the sealer's clock says; also the {@code observed_at} of drafts without one
     * @return the events, in the order of the drafts
     */
    public List<SealedEvent> seal(List<DraftedEvent> drafts, ChainHead head, EventTime recordedAt) {
        return finish(chain(drafts, head, recordedAt), List.of());
    }

    /**
     * Seals drafts as one batch behind {@code head}, those that have a key with its signature. The hashes of the whole batch
     * are chained first, so that its signatures can be made side by side; a signature is in no hash.
     *
     * @param ledger the ledger that the signatures are good in
     * @param signing makes the signatures; what it throws is passed on, and nothing is sealed
     */
    public List<SealedEvent> seal(
            List<DraftedEvent> drafts, ChainHead head, EventTime recordedAt, LedgerId ledger, LineSigning signing) {
        List<Chained> chained = chain(drafts, head, recordedAt);
        List<LineSigning.Line> toSign = new ArrayList<>();
        for (Chained line : chained) {
            line.key()
                    .ifPresent(key -> toSign.add(new LineSigning.Line(key, LineSigning.message(ledger, line.hash()))));
        }
        return finish(chained, toSign.isEmpty() ? List.of() : signing.sign(toSign));
    }

    /**
     * The most bytes that the draft's line can have, with its LF: counted before sealing, with 16 digits for each
     * number. The line is never longer, and shorter only by its absent keys and its numbers' missing digits.
     */
    public static int lineBytesMax(DraftedEvent drafted) {
        EventDraft draft = drafted.draft();
        long bytes = (long) FRAME
                + NUMBERS
                + TIMES
                + HASHES
                + drafted.id().value().length()
                + draft.type().value().length()
                + draft.source().type().length()
                + draft.source().name().map(EventSealer::escapedBytes).orElse(0)
                + draft.traceId().map(trace -> escapedBytes(trace.value())).orElse(0)
                + draft.sessionId()
                        .map(session -> escapedBytes(session.value()))
                        .orElse(0)
                + drafted.payload().length()
                + drafted.key().map(key -> SIGNED + key.value().length()).orElse(0);
        for (String tag : draft.tags().values()) {
            bytes += escapedBytes(tag) + 3;
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /**
     * A line whose hashes are right.
     *
     * @param line its bytes, which lack the signature if it is to have one
     * @param signatureAt where the signature goes
     */
    private record Chained(byte[] line, int signatureAt, EventHash hash, Optional<KeyId> key) {}

    private List<Chained> chain(List<DraftedEvent> drafts, ChainHead head, EventTime recordedAt) {
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException("a batch must have at least one draft");
        }
        long first = head.sequence().next().value();
        BatchRange batch = new BatchRange(first, new Sequence(first + drafts.size() - 1).value());
        List<Chained> chained = new ArrayList<>(drafts.size());
        EventHash previous = head.hash();
        long sequence = first;
        for (DraftedEvent draft : drafts) {
            Chained line = chainOne(draft, sequence++, batch, previous, recordedAt);
            previous = line.hash();
            chained.add(line);
        }
        return chained;
    }

    private Chained chainOne(
            DraftedEvent drafted, long sequence, BatchRange batch, EventHash previous, EventTime recordedAt) {
        byte[] payload = drafted.payload().toBytes();
        buffer.clear();
        writeEnvelope(drafted, sequence, batch, recordedAt);
        buffer.ascii(",\"payload_hash\":\"")
                .hash(digest.ofPayload(payload, 0, payload.length))
                .ascii("\",\"prev_event_hash\":\"")
                .hash(previous.toBytes())
                .ascii("\"");
        byte[] eventHash = digest.ofEnvelope(buffer.bytes(), 0, buffer.length());
        buffer.ascii(",\"event_hash\":\"").hash(eventHash).ascii("\"");
        int signatureAt = buffer.length();
        buffer.ascii(",\"payload\":");
        int at = buffer.room(payload.length);
        System.arraycopy(payload, 0, buffer.bytes(), at, payload.length);
        buffer.ascii("}\n");
        return new Chained(buffer.toBytes(), signatureAt, EventHash.of(eventHash), drafted.key());
    }

    private List<SealedEvent> finish(List<Chained> chained, List<EventSignature> signatures) {
        List<SealedEvent> sealed = new ArrayList<>(chained.size());
        Iterator<EventSignature> next = signatures.iterator();
        for (Chained line : chained) {
            if (line.key().isEmpty()) {
                sealed.add(laidOut(line.line()));
            } else if (next.hasNext()) {
                sealed.add(laidOut(signed(line, next.next())));
            } else {
                throw new IllegalArgumentException(
                        "an event to be signed by " + line.key().get() + " has no signature");
            }
        }
        if (next.hasNext()) {
            throw new IllegalArgumentException("there are more signatures than events to be signed");
        }
        return sealed;
    }

    private byte[] signed(Chained unsigned, EventSignature signature) {
        buffer.clear();
        int at = buffer.room(unsigned.signatureAt());
        System.arraycopy(unsigned.line(), 0, buffer.bytes(), at, unsigned.signatureAt());
        buffer.ascii(",\"signature\":\"").ascii(signature.value()).ascii("\"");
        int rest = unsigned.line().length - unsigned.signatureAt();
        at = buffer.room(rest);
        System.arraycopy(unsigned.line(), unsigned.signatureAt(), buffer.bytes(), at, rest);
        return buffer.toBytes();
    }

    private void writeEnvelope(DraftedEvent drafted, long sequence, BatchRange batch, EventTime recordedAt) {
        EventDraft draft = drafted.draft();
        buffer.ascii("{\"seq\":").number(sequence);
        buffer.ascii(",\"batch\":").number(batch.first());
        buffer.ascii(",\"batch_end\":").number(batch.last());
        buffer.ascii(",\"id\":\"").ascii(drafted.id().value());
        buffer.ascii("\",\"schema_version\":").number(SealedEvent.FORMAT_VERSION);
        buffer.ascii(",\"observed_at\":\"").time(draft.observedAt().orElse(recordedAt));
        buffer.ascii("\",\"recorded_at\":\"").time(recordedAt);
        buffer.ascii("\",\"source\":{\"type\":\"").ascii(draft.source().type());
        draft.source().name().ifPresent(name -> buffer.ascii("\",\"name\":\"").escaped(name));
        buffer.ascii("\"},\"event_type\":\"").ascii(draft.type().value());
        draft.traceId().ifPresent(trace -> buffer.ascii("\",\"trace_id\":\"").escaped(trace.value()));
        draft.sessionId()
                .ifPresent(session -> buffer.ascii("\",\"session_id\":\"").escaped(session.value()));
        buffer.ascii("\",\"domain_tags\":[");
        String separator = "\"";
        for (String tag : draft.tags().values()) {
            buffer.ascii(separator).escaped(tag).ascii("\"");
            separator = ",\"";
        }
        buffer.ascii(drafted.isBound() ? "],\"bound\":true" : "]");
        drafted.key()
                .ifPresent(
                        key -> buffer.ascii(",\"key_id\":\"").ascii(key.value()).ascii("\""));
    }

    private SealedEvent laidOut(byte[] line) {
        LineLayout layout = new LineLayout();
        if (parser.parse(line, line.length, layout) != LineParser.Reach.WHOLE) {
            throw new IllegalStateException("sealed a line that cannot be read: expected " + parser.expected()
                    + " at byte " + parser.failedAt());
        }
        return new SealedEvent(line, layout);
    }

    private static int escapedBytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
