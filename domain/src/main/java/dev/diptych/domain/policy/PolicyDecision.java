package dev.diptych.domain.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What all rules together say about an append. Only {@link PolicyComposition} makes one.
 *
 * <p>The outcome is {@link PolicyOutcome#BREAK_GLASS} if and only if an authorisation was used; otherwise it is the
 * strongest outcome of the contributions. Nothing that was said is dropped: the weaker contributions are kept as
 * discarded.
 */
public final class PolicyDecision {

    private final PolicyOutcome outcome;
    private final List<PolicyContribution> contributing;
    private final List<PolicyContribution> discarded;
    private final BreakGlassUse breakGlass;

    PolicyDecision(
            PolicyOutcome outcome,
            List<PolicyContribution> contributing,
            List<PolicyContribution> discarded,
            BreakGlassUse breakGlass) {
        this.outcome = outcome;
        this.contributing = List.copyOf(contributing);
        this.discarded = List.copyOf(discarded);
        this.breakGlass = breakGlass;
    }

    public PolicyOutcome outcome() {
        return outcome;
    }

    /** The contributions with the strongest outcome that was contributed, in the order given; at least one. */
    public List<PolicyContribution> contributing() {
        return contributing;
    }

    /** The weaker contributions, in the order given. */
    public List<PolicyContribution> discarded() {
        return discarded;
    }

    /** What became of the authorisation, and why. */
    public BreakGlassUse breakGlass() {
        return breakGlass;
    }

    /** The authorisation that opened this decision; empty where none did. */
    public Optional<BreakGlassAuthorization> usedAuthorization() {
        return breakGlass.usedAuthorization();
    }

    /** All contributions of the rule, the contributing ones first. */
    public List<PolicyContribution> contributionsOf(PolicyRuleId rule) {
        return Stream.concat(contributing.stream(), discarded.stream())
                .filter(contribution -> contribution.ruleId().equals(rule))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Such as {@code reject by [a.b: reject (full)], discarded [c.d: allow (fine)], no authorisation offered}. */
    @Override
    public String toString() {
        return outcome.word() + " by " + contributing + ", discarded " + discarded + ", " + breakGlass;
    }
}
