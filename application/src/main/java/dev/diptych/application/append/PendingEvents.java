package dev.diptych.application.append;

import dev.diptych.application.settle.DecidedRun;
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
     * @param events its events that the store has not got
     * @param end where it ends in the log
     * @param decided the run whose outcome it tells; empty for an ordinary batch
     */
    record Batch(List<SealedEvent> events, LogPosition end, Optional<DecidedRun> decided) {
        long lastSequence() {
            return events.get(events.size() - 1).sequenceValue();
        }
    }

    synchronized void add(List<SealedEvent> events, LogPosition end) {
        add(new Batch(events, end, Optional.empty()));
    }

    /** Adds a run whose outcome the log tells: of a committed one, whose rows are there, nothing but the line that tells it. */
    synchronized void add(DecidedRun decided, LogPosition end) {
        List<SealedEvent> events = new ArrayList<>();
        if (decided.outcome().outcome().isVoiding()) {
            events.addAll(decided.run().events());
        }
        events.add(decided.line());
        add(new Batch(events, end, Optional.of(decided)));
    }

    private void add(Batch batch) {
        batches.add(batch);
        for (SealedEvent event : batch.events()) {
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

    /**
     * The oldest batches that end at or before {@code sequence}, at most {@code eventsMax} events, but a batch if any is. One
     * that tells an outcome comes alone.
     */
    synchronized List<Batch> oldestThrough(long sequence, int eventsMax) {
        List<Batch> some = new ArrayList<>();
        int events = 0;
        for (Batch batch : batches) {
            events += batch.events().size();
            boolean isAlone = batch.decided().isPresent();
            if (batch.lastSequence() > sequence || (!some.isEmpty() && (isAlone || events > eventsMax))) {
                break;
            }
            some.add(batch);
            if (isAlone) {
                break;
            }
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
