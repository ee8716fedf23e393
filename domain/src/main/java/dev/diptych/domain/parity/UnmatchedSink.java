package dev.diptych.domain.parity;

import java.util.Optional;

/** Where a walk leaves what it cannot match by sequence, to be joined when all is read. */
public interface UnmatchedSink {
    /**
     * @param sequence the sequence of the line, as it says
     * @param id its id; empty where the line is not sound, so that nothing vouches for the id
     * @param equalsRow whether the line is, byte for byte, the row of its sequence
     */
    void addFromLog(long sequence, Optional<String> id, boolean equalsRow);

    /**
     * @param sequence the sequence of the row
     * @param id its id
     */
    void addFromStore(long sequence, String id);
}
