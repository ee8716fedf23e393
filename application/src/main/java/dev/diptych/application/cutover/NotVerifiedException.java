package dev.diptych.application.cutover;

import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driving.CutoverAnswer;

/** Both copies could not be compared behind a cutover that is committed; never leaves the application. */
final class NotVerifiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CutoverAnswer.Unfinished answer;

    NotVerifiedException(CutoverAnswer.Unfinished answer, PortException cause) {
        super(answer.message(), cause);
        this.answer = answer;
    }

    CutoverAnswer.Unfinished answer() {
        return answer;
    }
}
