package dev.diptych.domain.parity;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was left unmatched, joined, in the order of sequences. First each line that equals the row of its sequence has taken
 * it; then each line without id the row of its sequence; then each line with an id the row of that id. Each row was taken
 * once, in each step by the line that was added first.
 */
public interface JoinedEntries {
    /** Steps to the next entry and answers whether there is one. */
    boolean advance();

    /** The id; may be empty where the line is not sound. */
    Optional<String> id();

    /** The sequence in the log; empty where only a row is left. */
    OptionalLong logSequence();

    /** The sequence in the store; empty where only a line is left. */
    OptionalLong storeSequence();

    /** Whether the line took the row that equals it. */
    boolean isMatched();

    /** Whether a sound line that was left earlier, and did not take the row that equals it, has the same id. */
    boolean isRepeated();

    /** Whether a row with this id was left, and another line took it that does not equal it. */
    boolean isRowTaken();
}
