package dev.diptych.domain.transaction;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import java.util.List;

/**
 * The bound events of one transaction: one behind the other in the log, nothing between them, each with its batch. One
 * outcome line, the next event behind the last of them, speaks for all.
 *
 * @param events the events in the order of the log, from 1 to {@value #EVENTS_MAX}
 */
public record BoundRun(List<SealedEvent> events) {
    /** The most events of one transaction. */
    public static final int EVENTS_MAX = 1_024;

    /** The most bytes of their lines: replay holds a run until its outcome is read, and holds no more than of a batch. */
    public static final int BYTES_MAX = 8 * 1024 * 1024;

    public BoundRun {
        events = List.copyOf(events);
        if (events.isEmpty() || events.size() > EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "a transaction must have from 1 to " + EVENTS_MAX + " bound events, had " + events.size());
        }
        long next = events.get(0).sequenceValue();
        long bytes = 0;
        for (SealedEvent event : events) {
            bytes += event.lineLength();
            if (!event.isBound() || event.sequenceValue() != next++) {
                throw new IllegalArgumentException("the events of a transaction must be bound and follow each other: "
                        + event + " does not, at place " + (next - events.get(0).sequenceValue()));
            }
        }
        if (bytes > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the events of a transaction must have at most " + BYTES_MAX + " bytes, had " + bytes);
        }
    }

    /** The sequence of the first. */
    public Sequence first() {
        return events.get(0).sequence();
    }

    /** The sequence of the last. */
    public Sequence last() {
        return newest().sequence();
    }

    public int count() {
        return events.size();
    }

    /** The event hash of the last; through the chain it stands for all of them. */
    public EventHash lastHash() {
        return newest().hash();
    }

    private SealedEvent newest() {
        return events.get(events.size() - 1);
    }

    @Override
    public String toString() {
        return "bound events " + first() + " to " + last();
    }
}
