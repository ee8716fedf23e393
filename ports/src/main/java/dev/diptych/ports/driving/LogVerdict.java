package dev.diptych.ports.driving;

import java.util.Locale;

/** What the log is, apart from what the store says. */
public enum LogVerdict {
    /** Every line is sound and linked, in whole batches. */
    INTACT,
    /** Behind the last whole batch lies what was never acknowledged. */
    TORN_TAIL,
    /** A line that was durable is not what it was. */
    DAMAGED,
    /** Sound in itself, and not the history that the store has. */
    FORKED,
    /** Holds what only a newer program understands. */
    UNKNOWN_VERSION;

    /** The verdict as reports spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
