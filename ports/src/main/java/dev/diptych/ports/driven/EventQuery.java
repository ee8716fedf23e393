package dev.diptych.ports.driven;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.SessionId;
import dev.diptych.domain.event.TraceId;
import java.util.Optional;

/**
 * Which events to look for. Whatever is present must hold; an empty query finds every event.
 *
 * @param type the event type
 * @param sourceType the type of the source
 * @param sourceName the name of the source
 * @param traceId the trace
 * @param sessionId the session
 * @param tag a tag that the event has among its own
 * @param observedFrom {@code observed_at} at or after this
 * @param observedBefore {@code observed_at} before this
 * @param order oldest or newest first, by sequence
 * @param beyond only events on the far side of this sequence in the order asked for; empty for the first page
 * @param limit the most events of a page, 1 to 10,000
 */
public record EventQuery(
        Optional<EventType> type,
        Optional<String> sourceType,
        Optional<String> sourceName,
        Optional<TraceId> traceId,
        Optional<SessionId> sessionId,
        Optional<String> tag,
        Optional<EventTime> observedFrom,
        Optional<EventTime> observedBefore,
        Order order,
        Optional<Sequence> beyond,
        int limit) {
    /** The most events of a page. */
    public static final int LIMIT_MAX = 10_000;

    /** The first hundred events, oldest first. */
    public static final EventQuery ALL = new EventQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Order.OLDEST_FIRST,
            Optional.empty(),
            100);

    /** Which end a query begins at. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    public EventQuery {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit must be from 1 to " + LIMIT_MAX + ", was " + limit);
        }
    }

    public EventQuery ofType(EventType value) {
        return new EventQuery(
                Optional.of(value),
                sourceType,
                sourceName,
                traceId,
                sessionId,
                tag,
                observedFrom,
                observedBefore,
                order,
                beyond,
                limit);
    }

    public EventQuery fromSource(String sourceTypeValue, Optional<String> nameValue) {
        return new EventQuery(
                type,
                Optional.of(sourceTypeValue),
                nameValue,
                traceId,
                sessionId,
                tag,
                observedFrom,
                observedBefore,
                order,
                beyond,
                limit);
    }

    public EventQuery inTrace(TraceId value) {
        return new EventQuery(
                type,
                sourceType,
                sourceName,
                Optional.of(value),
                sessionId,
                tag,
                observedFrom,
                observedBefore,
                order,
                beyond,
                limit);
    }

    public EventQuery inSession(SessionId value) {
        return new EventQuery(
                type,
                sourceType,
                sourceName,
                traceId,
                Optional.of(value),
                tag,
                observedFrom,
                observedBefore,
                order,
                beyond,
                limit);
    }

    public EventQuery tagged(String value) {
        return new EventQuery(
                type,
                sourceType,
                sourceName,
                traceId,
                sessionId,
                Optional.of(value),
                observedFrom,
                observedBefore,
                order,
                beyond,
                limit);
    }

    public EventQuery observedBetween(Optional<EventTime> from, Optional<EventTime> before) {
        return new EventQuery(
                type, sourceType, sourceName, traceId, sessionId, tag, from, before, order, beyond, limit);
    }

    public EventQuery inOrder(Order value) {
        return new EventQuery(
                type,
                sourceType,
                sourceName,
                traceId,
                sessionId,
                tag,
                observedFrom,
                observedBefore,
                value,
                beyond,
                limit);
    }

    /** The page behind the event at {@code sequence}. */
    public EventQuery beyond(Sequence sequence) {
        return new EventQuery(
                type,
                sourceType,
                sourceName,
                traceId,
                sessionId,
                tag,
                observedFrom,
                observedBefore,
                order,
                Optional.of(sequence),
                limit);
    }

    public EventQuery limitedTo(int value) {
        return new EventQuery(
                type,
                sourceType,
                sourceName,
                traceId,
                sessionId,
                tag,
                observedFrom,
                observedBefore,
                order,
                beyond,
                value);
    }
}
