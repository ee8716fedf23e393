package dev.diptych.ports.driving;

import dev.diptych.domain.policy.BreakGlassAuthorization;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyDecision;
import java.util.List;
import java.util.Optional;

/** Composes the decision that an append needs: the caller's contributions and the mirror's own, on parity. */
public interface DecideAppends {
    /** The decision from parity alone. */
    default PolicyDecision decide() {
        return decide(List.of(), Optional.empty());
    }

    /** The decision from the caller's contributions and parity. */
    default PolicyDecision decide(PolicyContribution... contributions) {
        return decide(List.of(contributions), Optional.empty());
    }

    /**
     * The decision from the caller's contributions and parity, where an authorisation may break glass. It is good for any
     * number of appends, until a verification in this process sees a divergence.
     */
    PolicyDecision decide(List<PolicyContribution> contributions, Optional<BreakGlassAuthorization> authorization);
}
