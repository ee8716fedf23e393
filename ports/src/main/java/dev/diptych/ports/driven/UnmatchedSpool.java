package dev.diptych.ports.driven;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a verification keeps what it could not match by sequence, until all is read and it can be joined by id. Memory
 * does not grow with what is added; disk may. Belongs to one verification and one thread; close it, and it leaves nothing
 * behind.
 */
public interface UnmatchedSpool extends AutoCloseable {
    /**
     * @param sequence the sequence of the line, as it says
     * @param id its id; empty where the line is not sound, so that nothing vouches for the id: it is then joined with the
     *     row of the same sequence, if that was added
     * @param equalsRow whether the line is, byte for byte, the row of its sequence: it only came out of order, or twice
     */
    void addFromLog(long sequence, Optional<String> id, boolean equalsRow);

    /**
     * @param sequence the sequence of the row
     * @param id its id
     */
    void addFromStore(long sequence, String id);

    /**
     * What was added, joined, in the order of sequences (the log's where there is one). First each line that equals the row
     * of its sequence takes it: they are matched. Then each line without id takes the row of its sequence; then each line
     * with an id takes the row of that id. Only rows that were added are taken, each once, in each of these steps by
     * the line that was added first. Nothing is added afterwards.
     */
    Joined joined();

    @Override
    void close();

    /** The walk over what was joined. */
    interface Joined extends AutoCloseable {
        boolean advance();

        /** The id, or empty where it could not be read. */
        Optional<String> id();

        /** The sequence in the log; empty where only the store has the id. */
        OptionalLong logSequence();

        /** The sequence in the store; empty where only the log has the id. */
        OptionalLong storeSequence();

        /** Whether the line took the row that equals it. */
        boolean isMatched();

        /**
         * Whether an unmatched line that was added earlier has the same id; never of an entry without a line or without an
         * id.
         */
        boolean isRepeated();

        /**
         * Whether a row with this id was added, and another line took it that does not equal it; never of an entry with a
         * row.
         */
        boolean isRowTaken();

        @Override
        void close();
    }

    /** Makes spools. */
    @FunctionalInterface
    interface Provider {
        /**
         * @throws StoreFailedException if there is no room for one
         */
        UnmatchedSpool open();
    }
}
