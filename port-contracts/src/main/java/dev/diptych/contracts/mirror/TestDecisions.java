package dev.diptych.contracts.mirror;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.stream.Collectors;

/**
 * Decisions for tests and fixtures. They are earned like any other: the mirror is verified through its public port, and it
 * adds its own parity evidence. There is no way round the gate, and nothing here is on a production class path.
 */
public final class TestDecisions {
    private TestDecisions() {}

    /**
     * A decision that passes the mirror's gate, after a full verification.
     *
     * @throws AssertionError if the verification found anything but events that are still pending; the findings are in the
     *     message
     */
    public static PolicyDecision allow(Mirror mirror) {
        VerifyReport report = mirror.verify(VerifyRequest.full());
        boolean onlyPending = report.verdict() == ParityVerdict.STORE_BEHIND
                && report.parity().map(counts -> counts.missingInStore() == 0).orElse(false);
        boolean inParity = report.verdict() == ParityVerdict.IN_PARITY || onlyPending;
        if (!inParity || report.log() != LogVerdict.INTACT) {
            throw new AssertionError("the mirror allows no append: expected in_parity and intact, found "
                    + described(report) + ". Next: let the test leave both copies whole, or expect the refusal");
        }
        PolicyDecision decision = mirror.decide();
        if (decision.outcome().refuses()) {
            throw new AssertionError(
                    "the mirror refuses although it was verified: expected a decision that allows, found " + decision);
        }
        return decision;
    }

    static String described(VerifyReport report) {
        String findings = report.findings().stream().map(Finding::toString).collect(Collectors.joining("; "));
        return report.verdict().word() + " and " + report.log().word() + ", " + report.findingsTotal() + " findings: "
                + findings;
    }
}
