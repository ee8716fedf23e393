package dev.diptych.application.append;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.DraftedEvent;
import dev.diptych.domain.event.EventDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Compares two drafts of one id of which neither is sealed yet, by the rule for drafts and sealed events. */
final class DraftTwins {
    private DraftTwins() {}

    /**
     * The keys, as on the line, in which the later draft differs from the earlier one. A time that the later one left out
     * is not compared; one that only the earlier one left out differs, since the sealer's clock will fill it in.
     */
    static List<String> differingFields(DraftedEvent later, DraftedEvent earlier) {
        EventDraft a = later.draft();
        EventDraft b = earlier.draft();
        List<String> fields = new ArrayList<>();
        addUnlessEqual(
                fields,
                "observed_at",
                a.observedAt().isEmpty() || a.observedAt().equals(b.observedAt()));
        addUnlessEqual(fields, "source", a.source().equals(b.source()));
        addUnlessEqual(fields, "event_type", a.type().equals(b.type()));
        addUnlessEqual(fields, "trace_id", Objects.equals(a.traceId(), b.traceId()));
        addUnlessEqual(fields, "session_id", Objects.equals(a.sessionId(), b.sessionId()));
        addUnlessEqual(fields, "domain_tags", a.tags().equals(b.tags()));
        addUnlessEqual(fields, "payload", later.payload().equals(earlier.payload()));
        return fields;
    }

    /** The keys in which a draft differs from an event that is recorded under its id. */
    static List<String> differingFields(DraftedEvent later, SealedEvent recorded) {
        EventDraft a = later.draft();
        List<String> fields = new ArrayList<>();
        addUnlessEqual(
                fields,
                "observed_at",
                a.observedAt().isEmpty() || a.observedAt().get().equals(recorded.observedAt()));
        addUnlessEqual(fields, "source", a.source().equals(recorded.source()));
        addUnlessEqual(fields, "event_type", a.type().equals(recorded.type()));
        addUnlessEqual(fields, "trace_id", Objects.equals(a.traceId(), recorded.traceId()));
        addUnlessEqual(fields, "session_id", Objects.equals(a.sessionId(), recorded.sessionId()));
        addUnlessEqual(fields, "domain_tags", a.tags().equals(recorded.tags()));
        addUnlessEqual(fields, "key_id", recorded.keyId().isEmpty());
        addUnlessEqual(fields, "payload", later.payload().equals(recorded.payload()));
        return fields;
    }

    private static void addUnlessEqual(List<String> fields, String key, boolean isEqual) {
        if (!isEqual) {
            fields.add(key);
        }
    }
}
