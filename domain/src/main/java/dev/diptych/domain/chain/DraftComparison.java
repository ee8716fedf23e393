package dev.diptych.domain.chain;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import dev.diptych.domain.signature.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a draft says what an event of its id, already recorded, says.
 *
 * <p>Compared are type, source, tags and payload; trace, session and {@code observed_at} where the draft gives them; and by
 * which key it is to be signed, if by any: an unsigned event does not answer for a signed one, nor the other way round.
 * What the draft left out, and when the event was recorded, is not compared, so that trying an append again is never a
 * conflict. Payloads are equal only if they are spelled alike: other key order, or 1.0 for 1, is other content.
 */
public final class DraftComparison {
    private DraftComparison() {}

    /** The keys in which the draft differs, in the order of the format; empty if it says the same. */
    public static List<String> differing(DraftedEvent drafted, SealedEvent recorded) {
        return differing(drafted, Content.of(recorded));
    }

    /**
     * The keys in which the draft differs from an earlier one that is to be sealed in the same batch. A time that only the
     * later one gives differs: what the sealer's clock will say for the earlier one is not known.
     */
    public static List<String> differing(DraftedEvent later, DraftedEvent earlier) {
        return differing(later, Content.of(earlier));
    }

    /** What a draft is compared with. */
    private record Content(
            EventId id,
            Optional<EventTime> observedAt,
            EventSource source,
            EventType type,
            Optional<TraceId> traceId,
            Optional<SessionId> sessionId,
            DomainTags tags,
            Optional<KeyId> keyId,
            Payload payload) {
        static Content of(SealedEvent event) {
            return new Content(
                    event.id(),
                    Optional.of(event.observedAt()),
                    event.source(),
                    event.type(),
                    event.traceId(),
                    event.sessionId(),
                    event.tags(),
                    event.keyId(),
                    event.payload());
        }

        static Content of(DraftedEvent drafted) {
            EventDraft draft = drafted.draft();
            return new Content(
                    drafted.id(),
                    draft.observedAt(),
                    draft.source(),
                    draft.type(),
                    draft.traceId(),
                    draft.sessionId(),
                    draft.tags(),
                    drafted.key(),
                    drafted.payload());
        }
    }

    private static List<String> differing(DraftedEvent drafted, Content other) {
        EventDraft draft = drafted.draft();
        List<String> fields = new ArrayList<>();
        addUnless(drafted.id().equals(other.id()), "id", fields);
        addUnless(isLeftOutOrEqual(draft.observedAt(), other.observedAt()), "observed_at", fields);
        addUnless(draft.source().equals(other.source()), "source", fields);
        addUnless(draft.type().equals(other.type()), "event_type", fields);
        addUnless(isLeftOutOrEqual(draft.traceId(), other.traceId()), "trace_id", fields);
        addUnless(isLeftOutOrEqual(draft.sessionId(), other.sessionId()), "session_id", fields);
        addUnless(draft.tags().equals(other.tags()), "domain_tags", fields);
        addUnless(drafted.key().equals(other.keyId()), "key_id", fields);
        addUnless(drafted.payload().equals(other.payload()), "payload", fields);
        return List.copyOf(fields);
    }

    private static void addUnless(boolean isSame, String field, List<String> fields) {
        if (!isSame) {
            fields.add(field);
        }
    }

    private static <T> boolean isLeftOutOrEqual(Optional<T> given, Optional<T> other) {
        return given.isEmpty() || given.equals(other);
    }
}
