package dev.diptych.application.backup;

import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driving.BackUpAnswer;
import java.util.List;

/** Ends a backup that cannot be made; becomes its answer. */
final class NotBackedUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final BackUpAnswer.Reason reason;
    private final transient List<Finding> findings;

    NotBackedUpException(BackUpAnswer.Reason reason, List<Finding> findings, String message) {
        super(message);
        this.reason = reason;
        this.findings = List.copyOf(findings);
    }

    BackUpAnswer.Reason reason() {
        return reason;
    }

    List<Finding> findings() {
        return findings;
    }
}
