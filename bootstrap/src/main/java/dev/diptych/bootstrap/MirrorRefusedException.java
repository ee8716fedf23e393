package dev.diptych.bootstrap;

import dev.diptych.ports.driving.OpenRefusal;

/** A ledger could not be taken for writing. The message is the refusal's own and ends with the next step. */
public final class MirrorRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OpenRefusal refusal;

    public MirrorRefusedException(OpenRefusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    /** Why, as a type that can be told apart. */
    public OpenRefusal refusal() {
        return refusal;
    }
}
