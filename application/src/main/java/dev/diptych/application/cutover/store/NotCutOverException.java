package dev.diptych.application.cutover.store;

import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.StoreCutoverRefusal;

/** Carries a refusal out of the depths of a cutover; never leaves the application. */
final class NotCutOverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StoreCutoverRefusal refusal;

    NotCutOverException(StoreCutoverRefusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    static NotCutOverException notTaken(OpenRefusal refusal) {
        return new NotCutOverException(new StoreCutoverRefusal.NotTaken(refusal));
    }

    static NotCutOverException notQuiescent(String message) {
        return new NotCutOverException(new StoreCutoverRefusal.NotQuiescent(message));
    }

    static NotCutOverException unfit(String message) {
        return new NotCutOverException(new StoreCutoverRefusal.CandidateUnfit(message));
    }

    StoreCutoverRefusal refusal() {
        return refusal;
    }
}
