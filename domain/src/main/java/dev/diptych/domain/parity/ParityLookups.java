package dev.diptych.domain.parity;

import dev.diptych.domain.finding.Place;
import java.util.Optional;
import java.util.OptionalLong;

/** What a join asks both copies for, once it knows what to ask: a few lookups for each event that differs. */
public interface ParityLookups {
    /**
     * The first sound line of the log that has this sequence, or else the first that says it and is not sound; a torn
     * tail left out.
     */
    Optional<FoundLine> logLine(long sequence);

    /** The row of this sequence, as the line it should be with its LF. */
    Optional<byte[]> storeRow(long sequence);

    /** The sequence of the row that has this id. */
    OptionalLong storeSequenceOf(String id);

    /**
     * A line of the log.
     *
     * @param bytes the line with its LF
     * @param place where it lies, where that is known
     */
    record FoundLine(byte[] bytes, Optional<Place> place) {}
}
