package dev.diptych.ports.driven;

import java.util.function.Supplier;

/** One place where a log is, or may come to be. */
public interface LogProvider {
    /** What is there, without opening or changing anything. */
    LogPresence presence();

    /**
     * Takes the log for writing. In this order: takes the lock; asks {@code memory}, which runs while the lock is held;
     * finds the event at the stored position, or else its sequence, and compares it with the store's; reads from there
     * to the end; copies a torn tail to quarantine, forced, and cuts it, forced; writes the last batch's own bytes again
     * and forces them, because a line that can be read is not yet a line that is durable.
     *
     * <p>Where there is no log yet one is made, its directories forced. The cost grows with the distance from the stored
     * position to the end, never with the history. Each step can be repeated: a crash anywhere is mended by the next
     * opening. If it is refused, nothing was changed and the lock is free again; whatever {@code memory} throws is passed
     * on after the lock is let go.
     *
     * @throws LogUnavailableException if the medium failed or may not be written; nothing that was durable is lost
     */
    LogOpening openForWriting(Supplier<StoreMemory> memory, TornTail tornTail);

    /**
     * Opens what is there for reading, beside a writer or without one. Takes no lock and writes nothing.
     *
     * @throws LogUnavailableException if there is no log, or it may not be read
     */
    LogReader openForReading();

    /** What opening does with a torn tail. */
    enum TornTail {
        /** Cuts it if a store is there to vouch for it, else refuses. */
        CUT_IF_STORE_VOUCHES,
        /** Cuts it even where no store is there, because an operator asked for that. */
        CUT_ON_REQUEST
    }

    /** What lies at a log's place. */
    enum LogPresence {
        /** Nothing. */
        ABSENT,
        /** A log without a byte of an event. */
        EMPTY,
        /** A log with at least one byte. */
        HOLDS_BYTES
    }
}
