package dev.diptych.application.cutover;

import dev.diptych.ports.driving.VerifyReport;
import java.util.List;
import java.util.Optional;

/** Ends a cutover before anything was done in it; never leaves the application. */
final class NotQuiescentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;
    private final transient Optional<VerifyReport> verification;

    NotQuiescentException(List<String> reasons, Optional<VerifyReport> verification) {
        super(String.join(" ", reasons));
        this.reasons = List.copyOf(reasons);
        this.verification = verification;
    }

    List<String> reasons() {
        return reasons;
    }

    Optional<VerifyReport> verification() {
        return verification;
    }
}
