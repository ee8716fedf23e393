package dev.diptych.bootstrap.cli;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driving.EventStanding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Events for a person, and as JSON: then it is the event's own line, byte for byte, but for a void event: whoever reads it must
 * not take it for one that happened, so {@code "void":true} is put behind the payload.
 */
final class EventLines {
    private static final int PAYLOAD_CHARACTERS = 60;
    private static final byte[] VOID_END = ",\"void\":true}\n".getBytes(StandardCharsets.US_ASCII);

    private EventLines() {}

    static void print(SealedEvent event, EventStanding standing, boolean json, Signers signers, Output out) {
        if (json) {
            out.bytes(json(event, standing));
        } else {
            out.line(brief(event)
                    + (standing == EventStanding.HAPPENED ? "" : "  " + standing.word())
                    + signers.of(event).map(signer -> "  signed by " + signer).orElse(""));
        }
    }

    static byte[] json(SealedEvent event, EventStanding standing) {
        byte[] line = event.toLine();
        if (standing != EventStanding.VOID) {
            return line;
        }
        int end = line.length - "}\n".length();
        byte[] marked = Arrays.copyOf(line, end + VOID_END.length);
        System.arraycopy(VOID_END, 0, marked, end, VOID_END.length);
        return marked;
    }

    /** Sequence, time, type, id and the beginning of the payload. */
    private static String brief(SealedEvent event) {
        return event.sequence() + "  " + event.observedAt() + "  " + event.type() + "  " + event.id() + "  "
                + Visible.shortly(event.payload().toString(), PAYLOAD_CHARACTERS);
    }

    /** Everything that an event says, where nobody knows what a store has of it. */
    static String full(SealedEvent event, Signers signers) {
        return full(event, "not known: what became of it is told by the ledger", Optional.empty(), signers);
    }

    /** Everything that the event says, a line for each key, and what the store knows of it. */
    static String full(SealedEvent event, EventStanding standing, Optional<Attestation> attestation, Signers signers) {
        return full(event, transaction(standing), attestation, signers);
    }

    private static String full(
            SealedEvent event, String transaction, Optional<Attestation> attestation, Signers signers) {
        StringBuilder text = new StringBuilder();
        put(text, "seq", event.sequence().toString());
        put(text, "batch", event.batch().toString());
        put(text, "id", event.id().value());
        if (event.isBound()) {
            put(text, "transaction", transaction);
        }
        put(text, "event_type", event.type().value());
        put(text, "observed_at", event.observedAt().text());
        put(text, "recorded_at", event.recordedAt().text());
        put(text, "source", source(event.source()));
        event.traceId().ifPresent(trace -> put(text, "trace_id", Visible.text(trace.value())));
        event.sessionId().ifPresent(session -> put(text, "session_id", Visible.text(session.value())));
        put(text, "domain_tags", Visible.text(event.tagsText()));
        signers.of(event).ifPresent(signer -> put(text, "signed by", signer));
        attestation.ifPresent(known -> put(text, "attestation", Reports.words(known.word())));
        put(text, "payload_hash", event.payloadHash().hex());
        put(text, "prev_hash", event.previousHash().hex());
        put(text, "event_hash", event.hash().hex());
        put(text, "payload", Visible.text(event.payload().toString()));
        return text.substring(0, text.length() - 1);
    }

    private static String transaction(EventStanding standing) {
        return switch (standing) {
            case HAPPENED -> "committed";
            case VOID -> "void: rolled back, it did not happen";
            case UNDECIDED -> "undecided: the store does not have yet what became of it";
        };
    }

    private static String source(EventSource source) {
        return source.type()
                + source.name().map(name -> " " + Visible.text(name)).orElse("");
    }

    private static void put(StringBuilder text, String key, String value) {
        text.append(key).append(" ".repeat(14 - key.length())).append(value).append('\n');
    }
}
