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
 * The events that are durable in the log and not yet known to be in the store, batch by batch, with an index of their ids.
 * Filled by whoever has the turn to write and emptied by whoever gives them to the store. An event leaves only after the store has
 * committed it, so whoever looks for an id here first and in the store second cannot miss it.
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
    record Batch(List<SealedEvent> events, LogPosition end) {
        long lastSequence() {
            return events.get(events.size() - 1).sequenceValue();
        }
    }

    synchronized void add(List<SealedEvent> events, LogPosition end) {
        batches.add(new Batch(events, end));
        for (SealedEvent event : events) {
            byId.put(event.id(), event);
            bytes += event.lineLength();
        }
    }

    synchronized int count() {
        return byId.size();
    }

    synchronized boolean isBeyond(int eventsMax, long bytesMax) {
        return byId.size() >= eventsMax || bytes >= bytesMax;
    }

    synchronized Optional<SealedEvent> find(EventId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The last sequence of all; 0 where nothing is pending. */
    synchronized long lastSequence() {
        return batches.isEmpty() ? 0 : batches.getLast().lastSequence();
    }

    /** The oldest batches that end at or before {@code sequence}, at most {@code eventsMax} events, but a batch if any is. */
    synchronized List<Batch> oldestThrough(long sequence, int eventsMax) {
        List<Batch> some = new ArrayList<>();
        int events = 0;
        for (Batch batch : batches) {
            events += batch.events().size();
            if (batch.lastSequence() > sequence || (!some.isEmpty() && events > eventsMax)) {
                break;
            }
            some.add(batch);
        }
        return some;
    }

    /** Forgets the oldest {@code count} batches, which are in the store now. */
    synchronized void removeOldest(int count) {
        for (int i = 0; i < count; i++) {
            for (SealedEvent event : batches.remove().events()) {
                byId.remove(event.id());
                bytes -= event.lineLength();
            }
        }
    }
}
