package dev.diptych.ports.driven;

import java.util.Optional;

/**
 * A mark beside a ledger that keeps writers away: somebody looked at the ledger and found something, and wants nothing to be
 * appended before somebody has looked at it again.
 */
public interface HoldMark {
    /**
     * The text of the mark; empty if there is none. A mark that cannot be understood is a mark.
     *
     * @throws LogUnavailableException if it cannot be told whether there is one
     */
    Optional<String> read();

    /**
     * Leaves a mark, in place of one that is there. When this returns it survives a power cut; a crash leaves the one or the
     * other.
     *
     * @param text what was found, and when; at most 4,096 bytes
     * @throws LogUnavailableException if it cannot be written
     */
    void put(String text);

    /**
     * Takes the mark away, if there is one. When this returns it does not come back by a power cut.
     *
     * @throws LogUnavailableException if it cannot be removed
     */
    void remove();
}
