package dev.diptych.ports.driven;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import java.util.Optional;

/**
 * The log for reading, beside a writer or without one. What a reader sees behind the store's highest sequence may not be
 * durable yet. Any number of threads; each cursor and scan belongs to one.
 */
public interface LogReader extends SealedEventSource, AutoCloseable {
    /**
     * Every line as it lies in the log, sound or not, behind the line of {@code after}. Never throws for what the log
     * holds: what is wrong with it is in the items.
     *
     * @param after {@link Sequence#NONE} for all; where its line cannot be found, the scan begins at the start
     */
    LogScan scan(Sequence after);

    /**
     * The event at a sequence; empty where there is none or what is there is no sound event.
     */
    Optional<SealedEvent> find(Sequence sequence);

    /** How the last writer left the log, and who holds it now. */
    LogLeft left();

    @Override
    void close();
}
