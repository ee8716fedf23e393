package dev.diptych.domain.event;

import java.util.Optional;

/**
 * What a caller hands in: a fact that is not yet sealed. What it leaves out is filled in when it is appended: the id
 * by the generator, {@code observed_at} by the sealer's clock.
 *
 * @param payload any JSON value; read, and refused if it has a flaw, when the draft is appended
 */
public record EventDraft(
        Optional<EventId> id,
        EventType type,
        EventSource source,
        Optional<EventTime> observedAt,
        Optional<TraceId> traceId,
        Optional<SessionId> sessionId,
        DomainTags tags,
        JsonText payload) {

    /** A draft with a type and a payload, and nothing else. */
    public static EventDraft of(String type, String payload) {
        return of(new EventType(type), JsonText.of(payload));
    }

    /** A draft with a type and a payload, and nothing else. */
    public static EventDraft of(EventType type, JsonText payload) {
        return new EventDraft(
                Optional.empty(),
                type,
                EventSource.USER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DomainTags.NONE,
                payload);
    }

    public EventDraft withId(EventId given) {
        return new EventDraft(Optional.of(given), type, source, observedAt, traceId, sessionId, tags, payload);
    }

    public EventDraft withSource(EventSource given) {
        return new EventDraft(id, type, given, observedAt, traceId, sessionId, tags, payload);
    }

    public EventDraft withObservedAt(EventTime given) {
        return new EventDraft(id, type, source, Optional.of(given), traceId, sessionId, tags, payload);
    }

    public EventDraft withTraceId(TraceId given) {
        return new EventDraft(id, type, source, observedAt, Optional.of(given), sessionId, tags, payload);
    }

    public EventDraft withSessionId(SessionId given) {
        return new EventDraft(id, type, source, observedAt, traceId, Optional.of(given), tags, payload);
    }

    public EventDraft withTags(DomainTags given) {
        return new EventDraft(id, type, source, observedAt, traceId, sessionId, given, payload);
    }

    public EventDraft withPayload(JsonText given) {
        return new EventDraft(id, type, source, observedAt, traceId, sessionId, tags, given);
    }
}
