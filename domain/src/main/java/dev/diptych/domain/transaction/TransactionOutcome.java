package dev.diptych.domain.transaction;

import dev.diptych.domain.event.EventType;
import java.util.Locale;

/** How a caller's transaction ended. */
public enum TransactionOutcome {
    /** Its bound events happened. */
    COMMITTED,
    /** Its bound events are void: they are in both copies, and did not happen. */
    ABORTED;

    private final EventType type = new EventType("diptych.transaction." + word() + ".v1");

    /** The type of the ledger's own event that tells this outcome. */
    public EventType type() {
        return type;
    }

    /** The outcome as the store and reports spell it, for example {@code committed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the rows of the bound events are void. Of no other event is the row void, ever. */
    public boolean isVoiding() {
        return this == ABORTED;
    }
}
