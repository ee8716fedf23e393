package dev.diptych.application.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverReport;

/** What a cutover must have ended with. */
final class Answers {
    private Answers() {}

    static CutoverReport cutOver(CutoverAnswer answer) {
        assertThat(answer).isInstanceOf(CutoverAnswer.CutOver.class);
        return ((CutoverAnswer.CutOver) answer).report();
    }

    static CutoverReport alreadyCommitted(CutoverAnswer answer) {
        assertThat(answer).isInstanceOf(CutoverAnswer.AlreadyCommitted.class);
        return ((CutoverAnswer.AlreadyCommitted) answer).report();
    }

    static CutoverAnswer.Aborted aborted(CutoverAnswer answer) {
        assertThat(answer).isInstanceOf(CutoverAnswer.Aborted.class);
        return (CutoverAnswer.Aborted) answer;
    }

    static CutoverAnswer.Refused refused(CutoverAnswer answer) {
        assertThat(answer).isInstanceOf(CutoverAnswer.Refused.class);
        return (CutoverAnswer.Refused) answer;
    }

    static CutoverAnswer.Unfinished unfinished(CutoverAnswer answer) {
        assertThat(answer).isInstanceOf(CutoverAnswer.Unfinished.class);
        return (CutoverAnswer.Unfinished) answer;
    }
}
