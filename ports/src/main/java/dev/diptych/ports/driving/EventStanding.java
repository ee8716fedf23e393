package dev.diptych.ports.driving;

import java.util.Locale;

/** Whether what an event says happened. */
public enum EventStanding {
    /** It did. */
    HAPPENED,
    /** It belongs to a transaction that was rolled back: it did not. */
    VOID,
    /** It belongs to a transaction, and the store does not have yet what became of that. */
    UNDECIDED;

    /** As people read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
