package dev.diptych.ports.driven;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import java.util.Optional;

/**
 * The log, held by its one writer: the disaster-recovery source. Everything it answers with is durable.
 *
 * <p>{@link #append} is called by one thread at a time; {@link #find}, {@link #after} and {@link #head} by any. Interrupting a
 * thread that calls does not harm the log. After {@link #close} every method but {@code close} throws
 * {@link IllegalStateException}.
 */
public interface DurableLog extends SealedEventSource, SealedEventSink {
    /** Where the newest event ends; where the log begins if it is empty. */
    LogPosition position();

    /**
     * The event at a sequence, if a force has made it durable. Costs grow at most with the logarithm of the log's length.
     *
     * @throws DamagedCopyException if what is found there is no sound event
     */
    Optional<SealedEvent> find(Sequence sequence);

    /** Whether an append failed in a way that only reopening can sort out. */
    boolean isPoisoned();

    /**
     * Gives the log back. Records, durably, at which head it was left (not where it is poisoned) and how the store was
     * left, then lets the next writer in. A second call does nothing.
     *
     * @param store how the store was left; it is closed before the log
     */
    void close(StoreLeft store);

    /** How a writer left the store. */
    enum StoreLeft {
        /** The last connection was closed, and all that was committed is in the files. */
        CLOSED_PROPERLY,
        /** Not known; the next opening looks. */
        NOT_KNOWN
    }
}
