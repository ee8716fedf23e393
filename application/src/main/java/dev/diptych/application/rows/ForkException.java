package dev.diptych.application.rows;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.StoredRow;

/** The store has another event at a sequence than the log. */
public final class ForkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Sequence at;

    public ForkException(Sequence at, String message) {
        super(message);
        this.at = at;
    }

    public Sequence at() {
        return at;
    }

    /** The log's event and the store's row at its place, or with its id, differ. */
    public static ForkException between(SealedEvent event, StoredRow row) {
        if (row.spells(event)) {
            return new ForkException(
                    event.sequence(),
                    "the store's row of " + event
                            + " is void, and the log tells of no transaction that was aborted with it."
                            + " The log was not changed. Next: diptych verify");
        }
        return new ForkException(
                event.sequence(),
                "log and store have different events: sequence " + event.sequence() + " of the log is " + event.id()
                        + " with hash " + event.hash() + ", and the store has " + row.id() + " at sequence "
                        + row.sequence()
                        + " with other content. The log was not changed. Next: diptych verify");
    }
}
