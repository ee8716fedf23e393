package dev.diptych.bootstrap.cli;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventSource;

/** Events for a person, and as JSON: then it is the event's own line, byte for byte. */
final class EventLines {
    private static final int PAYLOAD_CHARACTERS = 60;

    private EventLines() {}

    static void print(SealedEvent event, boolean json, Signers signers, Output out) {
        if (json) {
            out.bytes(event.toLine());
        } else {
            out.line(brief(event)
                    + signers.of(event).map(signer -> "  signed by " + signer).orElse(""));
        }
    }

    /** Sequence, time, type, id and the beginning of the payload. */
    private static String brief(SealedEvent event) {
        return event.sequence() + "  " + event.observedAt() + "  " + event.type() + "  " + event.id() + "  "
                + Visible.shortly(event.payload().toString(), PAYLOAD_CHARACTERS);
    }

    /** Everything that the event says, a line for each key. */
    static String full(SealedEvent event, Signers signers) {
        StringBuilder text = new StringBuilder();
        put(text, "seq", event.sequence().toString());
        put(text, "batch", event.batch().toString());
        put(text, "id", event.id().value());
        put(text, "event_type", event.type().value());
        put(text, "observed_at", event.observedAt().text());
        put(text, "recorded_at", event.recordedAt().text());
        put(text, "source", source(event.source()));
        event.traceId().ifPresent(trace -> put(text, "trace_id", Visible.text(trace.value())));
        event.sessionId().ifPresent(session -> put(text, "session_id", Visible.text(session.value())));
        put(text, "domain_tags", Visible.text(event.tagsText()));
        signers.of(event).ifPresent(signer -> put(text, "signed by", signer));
        put(text, "payload_hash", event.payloadHash().hex());
        put(text, "prev_hash", event.previousHash().hex());
        put(text, "event_hash", event.hash().hex());
        put(text, "payload", Visible.text(event.payload().toString()));
        return text.substring(0, text.length() - 1);
    }

    private static String source(EventSource source) {
        return source.type()
                + source.name().map(name -> " " + Visible.text(name)).orElse("");
    }

    private static void put(StringBuilder text, String key, String value) {
        text.append(key).append(" ".repeat(14 - key.length())).append(value).append('\n');
    }
}
