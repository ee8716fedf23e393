package dev.diptych.application.rows;

import dev.diptych.domain.chain.Sequence;

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
}
