package dev.diptych.application.backup;

import dev.diptych.ports.driving.RestoreAnswer;
import java.util.List;

/** Ends a restore that is refused; becomes its answer. */
final class NotRestoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RestoreAnswer.Reason reason;
    private final transient List<String> details;

    NotRestoredException(RestoreAnswer.Reason reason, String message) {
        this(reason, List.of(), message);
    }

    NotRestoredException(RestoreAnswer.Reason reason, List<String> details, String message) {
        super(message);
        this.reason = reason;
        this.details = List.copyOf(details);
    }

    RestoreAnswer.NotRestored answer() {
        return new RestoreAnswer.NotRestored(reason, details, String.valueOf(getMessage()));
    }
}
