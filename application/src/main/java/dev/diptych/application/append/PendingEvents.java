package dev.diptych.application.append;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventId;
import dev.diptych.ports.driven.LogPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that are durable in the log and not yet in the store, batch by batch, with an index of their ids. Used by
 * the writer's thread.
 */
final class PendingEvents {
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private final Map<EventId, SealedEvent> byId = new HashMap<>();
    private long bytes;

    /**
     * One forced batch.
     *
     * @param events its events
     * @param end where it ends in the log
     */
    record Batch(List<SealedEvent> events, LogPosition end) {}

    void add(List<SealedEvent> events, LogPosition end) {
        batches.add(new Batch(events, end));
        for (SealedEvent event : events) {
            byId.put(event.id(), event);
            bytes += event.lineLength();
        }
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    int count() {
        return byId.size();
    }

    long bytes() {
        return bytes;
    }

    Optional<SealedEvent> find(EventId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The oldest batches, together at most {@code eventsMax} events, but at least one batch. */
    List<Batch> oldest(int eventsMax) {
        List<Batch> some = new ArrayList<>();
        int events = 0;
        for (Batch batch : batches) {
            events += batch.events().size();
            if (!some.isEmpty() && events > eventsMax) {
                break;
            }
            some.add(batch);
        }
        return some;
    }

    /** Forgets the oldest {@code count} batches, which are in the store now. */
    void removeOldest(int count) {
        for (int i = 0; i < count; i++) {
            for (SealedEvent event : batches.remove().events()) {
                byId.remove(event.id());
                bytes -= event.lineLength();
            }
        }
    }
}
