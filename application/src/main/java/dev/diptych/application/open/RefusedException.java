package dev.diptych.application.open;

import dev.diptych.ports.driving.OpenRefusal;

/** Carries a refusal out of the depths of opening; never leaves the application. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OpenRefusal refusal;

    public RefusedException(OpenRefusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    public OpenRefusal refusal() {
        return refusal;
    }
}
