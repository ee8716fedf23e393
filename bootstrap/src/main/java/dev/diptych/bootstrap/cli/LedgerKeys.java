package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driving.FindEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a ledger itself says of keys, in its order, from the store. Judges nothing: that is what an audit does. */
final class LedgerKeys {
    private static final List<EventType> TYPES =
            List.of(KeyEvent.Rotated.TYPE, KeyEvent.Revoked.TYPE, KeyEvent.SignaturesRequired.TYPE);

    private final List<SealedEvent> events;

    private LedgerKeys(List<SealedEvent> events) {
        this.events = events;
    }

    static LedgerKeys of(FindEvents ledger) {
        List<SealedEvent> events = new ArrayList<>();
        for (EventType type : TYPES) {
            EventQuery query = EventQuery.ALL.ofType(type).limitedTo(EventQuery.LIMIT_MAX);
            EventPage page = ledger.query(query);
            events.addAll(page.events());
            while (page.next().isPresent()) {
                page = ledger.query(query.beyond(page.next().get()));
                events.addAll(page.events());
            }
        }
        events.sort(Comparator.comparing(SealedEvent::sequence));
        return new LedgerKeys(events);
    }

    List<String> lines(Signers signers) {
        List<String> lines = new ArrayList<>();
        for (SealedEvent event : events) {
            lines.add(event.sequence() + "  " + event.recordedAt() + "  " + sentence(said(event), signers)
                    + signers.of(event)
                            .map(signer -> "  signed by " + signer)
                            .orElse("  signed by nobody: it does not count"));
        }
        if (lines.isEmpty()) {
            lines.add("the ledger says nothing of keys");
        }
        return lines;
    }

    void writeJson(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("key_events");
        for (SealedEvent event : events) {
            json.writeStartObject();
            json.writeNumberField("seq", event.sequence().value());
            json.writeStringField("recorded_at", event.recordedAt().text());
            json.writeStringField("event_type", event.type().value());
            json.writeFieldName("payload");
            json.writeRawValue(event.payload().toString());
            if (event.keyId().isPresent()) {
                json.writeStringField("signed_by", event.keyId().get().value());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static KeyEvent said(SealedEvent event) {
        return KeyEvent.read(event.type(), event.payload().toString());
    }

    private static String sentence(KeyEvent event, Signers signers) {
        if (event instanceof KeyEvent.Rotated rotated) {
            return "rotated  " + signers.named(rotated.from()) + " ends, "
                    + signers.named(rotated.to().id()) + " begins";
        }
        if (event instanceof KeyEvent.Revoked revoked) {
            return "revoked  " + signers.named(revoked.key()) + " ends: " + Visible.text(revoked.reason());
        }
        if (event instanceof KeyEvent.SignaturesRequired demand) {
            return "demand  " + (demand.required() ? "every event must be signed" : "events need not be signed");
        }
        return "of a newer version  " + Visible.text(event.json());
    }
}
