package dev.diptych.contracts.mirror;

import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.EventSetParity;
import dev.diptych.domain.parity.OpeningToken;
import dev.diptych.domain.parity.ParityEvidence;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.policy.PolicyComposition;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.DecideAppends;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyReport;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A mirror that says of itself what a test wants to hear, and decides as a real one does: only on its own evidence. */
final class StubMirror {
    final OpeningToken token = OpeningToken.create();
    ParityVerdict verdict = ParityVerdict.IN_PARITY;
    LogVerdict log = LogVerdict.INTACT;
    long pending;
    private Optional<PolicyDecision> decision = Optional.empty();

    Mirror mirror() {
        InvocationHandler handler = (self, method, arguments) -> {
            if (method.getDeclaringClass() == VerifyParity.class) {
                return verify();
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, arguments);
            }
            if (method.getDeclaringClass() == DecideAppends.class) {
                return decision.orElseThrow(() -> new AssertionError("decided without a verification"));
            }
            throw new UnsupportedOperationException(method.toString());
        };
        return (Mirror)
                Proxy.newProxyInstance(StubMirror.class.getClassLoader(), new Class<?>[] {Mirror.class}, handler);
    }

    private VerifyReport verify() {
        boolean onlyPending = verdict == ParityVerdict.STORE_BEHIND && pending > 0;
        ParityEvidence evidence = onlyPending
                ? ParityEvidence.ofPendingOnly(token, Optional.empty(), 0, Optional.empty(), ParityLevel.FULL)
                : ParityEvidence.issue(token, Optional.empty(), 0, Optional.empty(), ParityLevel.FULL, verdict);
        decision = Optional.of(PolicyComposition.compose(
                List.of(PolicyContribution.fromParity(evidence)), Optional.empty(), EventTime.of(Instant.EPOCH)));
        long missing = verdict == ParityVerdict.STORE_BEHIND ? 1 - Math.min(1, pending) : 0;
        return new VerifyReport(
                ParityLevel.FULL,
                verdict,
                log,
                Optional.of(new EventSetParity(9, 9, 9, missing, 0, 0, pending, 0, 0, 0)),
                List.of(),
                verdict == ParityVerdict.IN_PARITY
                        ? List.of()
                        : List.of(Finding.of(FindingKind.MISMATCH).atSequence(7)),
                verdict == ParityVerdict.IN_PARITY ? 0 : 1,
                List.of(),
                List.of(),
                Optional.empty());
    }
}
