package dev.diptych.domain.finding;

/**
 * Where a line of the log lies.
 *
 * @param segment the segment's name
 * @param offset the line's first byte, from 0 at the segment's start
 * @param line the line's number, from 1 at the segment's start; 0 where the walk did not begin there
 */
public record Place(String segment, long offset, long line) {
    @Override
    public String toString() {
        return segment + " offset " + offset + (line > 0 ? " line " + line : "");
    }
}
