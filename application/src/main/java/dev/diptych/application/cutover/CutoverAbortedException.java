package dev.diptych.application.cutover;

import dev.diptych.ports.driving.CutoverFailure;

/** Ends the transaction of a cutover, and says why; never leaves the application. */
final class CutoverAbortedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CutoverFailure failure;

    CutoverAbortedException(CutoverFailure failure) {
        super(failure.why());
        this.failure = failure;
        failure.cause().ifPresent(this::initCause);
    }

    CutoverFailure failure() {
        return failure;
    }
}
