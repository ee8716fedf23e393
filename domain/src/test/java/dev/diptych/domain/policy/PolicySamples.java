package dev.diptych.domain.policy;

import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.parity.OpeningToken;
import dev.diptych.domain.parity.ParityEvidence;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Small inputs that the tests of this package share. */
final class PolicySamples {
    static final EventTime FROM = time("2026-11-23T10:00:00Z");
    static final EventTime DURING = time("2026-11-23T10:30:00Z");
    static final EventTime UNTIL = time("2026-11-23T11:00:00Z");

    private PolicySamples() {}

    static EventTime time(String text) {
        return EventTime.of(Instant.parse(text));
    }

    static PolicyRuleId rule(String id) {
        return new PolicyRuleId(id);
    }

    static PolicyContribution firm(String rule, PolicyOutcome outcome) {
        return PolicyContribution.of(rule(rule), outcome, "because of " + rule);
    }

    static PolicyContribution overridable(String rule, PolicyOutcome outcome) {
        return PolicyContribution.overridable(rule(rule), outcome, "because of " + rule);
    }

    static BreakGlassAuthorization glass(String scope) {
        return new BreakGlassAuthorization("ops@example.com", rule(scope), "INC-4711", FROM, UNTIL, "approved by two");
    }

    static PolicyContribution parity(OpeningToken token, long generation, ParityLevel level, ParityVerdict verdict) {
        return PolicyContribution.fromParity(
                ParityEvidence.issue(token, Optional.empty(), generation, Optional.empty(), level, verdict));
    }

    static PolicyContribution inParity() {
        return parity(OpeningToken.create(), 0, ParityLevel.QUICK, ParityVerdict.IN_PARITY);
    }

    static PolicyContribution diverged() {
        return parity(OpeningToken.create(), 0, ParityLevel.QUICK, ParityVerdict.DIVERGED);
    }

    static PolicyDecision decide(PolicyContribution... contributions) {
        return PolicyComposition.compose(List.of(contributions), Optional.empty(), DURING);
    }

    static PolicyDecision decideWith(BreakGlassAuthorization authorization, PolicyContribution... contributions) {
        return PolicyComposition.compose(List.of(contributions), Optional.of(authorization), DURING);
    }
}
