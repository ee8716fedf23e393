package dev.diptych.domain.chain;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.domain.signature.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An event with its place in the chain, and the exact bytes of its line.
 *
 * <p>The line <em>is</em> the event: it has one spelling only, so two sealed events are equal if and only if their bytes
 * are, in the log, in the store and in memory. Values are read from the bytes when they are asked for, so that walking
 * millions of events makes no text that nobody looks at.
 *
 * <p>Only {@link EventSealer} and {@link LineDecoder} make one; every instance is well-formed, and its hashes are right.
 */
public final class SealedEvent {
    /** The version of the line format that this code writes and reads. */
    public static final int FORMAT_VERSION = 1;

    private final byte[] line;
    private final LineLayout layout;

    SealedEvent(byte[] line, LineLayout layout) {
        this.line = line;
        this.layout = layout;
    }

    public Sequence sequence() {
        return new Sequence(layout.sequence);
    }

    /** {@link #sequence()} as a number, for hot paths. */
    public long sequenceValue() {
        return layout.sequence;
    }

    /** The first and last sequence of the events that were forced together with this one. */
    public BatchRange batch() {
        return new BatchRange(layout.batchFirst, layout.batchLast);
    }

    public EventId id() {
        return new EventId(text(layout.idFrom, layout.idTo));
    }

    /** When the fact was observed, as the caller said; or else {@link #recordedAt()}. */
    public EventTime observedAt() {
        return time(layout.observedAt);
    }

    /** When the event was sealed, by the sealer's clock. */
    public EventTime recordedAt() {
        return time(layout.recordedAt);
    }

    public EventSource source() {
        return new EventSource(
                text(layout.sourceTypeFrom, layout.sourceTypeTo), optional(layout.sourceNameFrom, layout.sourceNameTo));
    }

    public EventType type() {
        return new EventType(text(layout.typeFrom, layout.typeTo));
    }

    public Optional<TraceId> traceId() {
        return optional(layout.traceFrom, layout.traceTo).map(TraceId::new);
    }

    public Optional<SessionId> sessionId() {
        return optional(layout.sessionFrom, layout.sessionTo).map(SessionId::new);
    }

    public DomainTags tags() {
        if (layout.tagCount == 0) {
            return DomainTags.NONE;
        }
        List<String> tags = new ArrayList<>(layout.tagCount);
        int from = layout.tagsFrom + 2;
        for (int i = 0; i < layout.tagCount; i++) {
            int close = from;
            while (line[close] != '"') {
                close += line[close] == '\\' ? 2 : 1;
            }
            tags.add(unescaped(from, close));
            from = close + 3;
        }
        return new DomainTags(tags);
    }

    /** The tags as they stand on the line, for example {@code ["a","b"]}. */
    public String tagsText() {
        return text(layout.tagsFrom, layout.tagsTo);
    }

    /** Whether the event belongs to a caller's transaction, whose outcome a later event tells. */
    public boolean isBound() {
        return layout.bound;
    }

    public Optional<KeyId> keyId() {
        return optional(layout.keyIdFrom, layout.keyIdTo).map(KeyId::new);
    }

    public EventHash payloadHash() {
        return EventHash.readHex(line, layout.payloadHashAt);
    }

    /** The hash of the event before; of the first event, the ledger id. */
    public EventHash previousHash() {
        return EventHash.readHex(line, layout.previousHashAt);
    }

    public EventHash hash() {
        return EventHash.readHex(line, layout.eventHashAt);
    }

    public Optional<EventSignature> signature() {
        return layout.signatureAt == LineLayout.ABSENT
                ? Optional.empty()
                : Optional.of(new EventSignature(text(layout.signatureAt, layout.signatureAt + 86)));
    }

    public Payload payload() {
        return Payload.ofJudged(line, layout.payloadFrom, layout.payloadTo);
    }

    /** Where the next event links to if this one is the newest. */
    public ChainHead asHead() {
        return new ChainHead(sequence(), hash());
    }

    /** Whether this event's previous hash is {@code hash}; makes no object. */
    public boolean linksTo(EventHash hash) {
        return hash.isSpelledAt(line, layout.previousHashAt);
    }

    /** Whether this event's previous hash is spelled as the 64 characters of {@code hex}; makes no object. */
    boolean linksToSpelled(byte[] hex) {
        int from = layout.previousHashAt;
        return Arrays.equals(line, from, from + EventHash.HEX_CHARACTERS, hex, 0, EventHash.HEX_CHARACTERS);
    }

    /** Puts the 64 characters of {@link #hash()} into {@code target}; makes no object. */
    void spellHash(byte[] target) {
        System.arraycopy(line, layout.eventHashAt, target, 0, EventHash.HEX_CHARACTERS);
    }

    /** The first sequence of {@link #batch()}; makes no object. */
    long batchFirst() {
        return layout.batchFirst;
    }

    /** The last sequence of {@link #batch()}; makes no object. */
    long batchLast() {
        return layout.batchLast;
    }

    /** Whether the type begins with the ASCII bytes of {@code prefix}; makes no object. */
    public boolean isTypePrefixedBy(byte[] prefix) {
        int to = layout.typeFrom + prefix.length;
        return to <= layout.typeTo && Arrays.equals(line, layout.typeFrom, to, prefix, 0, prefix.length);
    }

    /** Whether a key vouches for the event. */
    public boolean isSigned() {
        return layout.signatureAt != LineLayout.ABSENT;
    }

    /** The bytes of the line with its LF. */
    public int lineLength() {
        return line.length;
    }

    /** A copy of the line's bytes, with its LF. */
    public byte[] toLine() {
        return line.clone();
    }

    /** Puts the line's bytes, with its LF, into {@code target} from {@code at} on. */
    public void copyLineTo(byte[] target, int at) {
        System.arraycopy(line, 0, target, at, line.length);
    }

    /** Whether the bytes from {@code from} up to, not including, {@code to} are this event's line with its LF. */
    public boolean isLine(byte[] bytes, int from, int to) {
        return Arrays.equals(line, 0, line.length, bytes, from, to);
    }

    /** Equal if and only if the lines are, byte for byte. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SealedEvent that && Arrays.equals(line, that.line);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(line);
    }

    @Override
    public String toString() {
        return "event " + layout.sequence + " " + text(layout.idFrom, layout.idTo) + " "
                + text(layout.typeFrom, layout.typeTo);
    }

    private EventTime time(int at) {
        return EventTime.of(Instant.parse(text(at, at + EventTime.TEXT_LENGTH)));
    }

    private Optional<String> optional(int from, int to) {
        return from == LineLayout.ABSENT ? Optional.empty() : Optional.of(unescaped(from, to));
    }

    private String unescaped(int from, int to) {
        String text = text(from, to);
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            i += text.charAt(i) == '\\' ? 1 : 0;
            out.append(text.charAt(i));
        }
        return out.toString();
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }
}
