package dev.diptych.domain.policy;

import dev.diptych.domain.event.EventTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes one decision of many contributions.
 *
 * <p>The strongest outcome wins; the contributions that have it are contributing, all others are discarded and kept.
 * Then the authorisation, if one was offered, is judged in this order, and the first that fails leaves the outcome as
 * it was:
 *
 * <ol>
 *   <li>something refuses, otherwise there is nothing to open
 *   <li>every contribution that refuses allows overriding; the parity rule never does
 *   <li>the scope covers the rule of every contribution that refuses
 *   <li>it has begun, and it has not ended
 * </ol>
 *
 * A good one turns the outcome into break_glass. It has to be good for <em>every</em> refusal, not only for the
 * strongest: opening a reject would otherwise uncover a quarantine that nobody may open, and let it through. So one
 * more contribution can only keep or strengthen the outcome, never weaken it.
 */
public final class PolicyComposition {

    private PolicyComposition() {}

    /**
     * Composes the decision.
     *
     * @param at the moment at which an authorisation has to hold
     * @throws IllegalArgumentException if there is no contribution: nobody having spoken is not consent
     */
    public static PolicyDecision compose(
            List<PolicyContribution> contributions, Optional<BreakGlassAuthorization> authorization, EventTime at) {
        Objects.requireNonNull(at, "at");
        List<PolicyContribution> all = List.copyOf(contributions);
        PolicyOutcome strongest = all.stream()
                .map(PolicyContribution::outcome)
                .reduce(PolicyOutcome::strongest)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a policy decision needs at least one contribution, there was none. Next:"
                                + " contribute an outcome"));
        BreakGlassUse use = authorization
                .map(offered -> judge(offered, keep(all, one -> one.outcome().refuses()), at))
                .orElseGet(BreakGlassUse.NotOffered::new);
        return new PolicyDecision(
                use.usedAuthorization().isPresent() ? PolicyOutcome.BREAK_GLASS : strongest,
                keep(all, one -> one.outcome() == strongest),
                keep(all, one -> one.outcome() != strongest),
                use);
    }

    private static BreakGlassUse judge(
            BreakGlassAuthorization offered, List<PolicyContribution> refusals, EventTime at) {
        if (refusals.isEmpty()) {
            return unused(offered, BreakGlassUse.UnusedBecause.NOTHING_REFUSED, refusals);
        }
        List<PolicyContribution> firm = keep(refusals, refusal -> !refusal.isOverridable());
        if (!firm.isEmpty()) {
            return unused(offered, BreakGlassUse.UnusedBecause.NOT_OVERRIDABLE, firm);
        }
        List<PolicyContribution> outside = keep(refusals, refusal -> !offered.covers(refusal.ruleId()));
        if (!outside.isEmpty()) {
            return unused(offered, BreakGlassUse.UnusedBecause.OUT_OF_SCOPE, outside);
        }
        if (!offered.hasBegun(at)) {
            return unused(offered, BreakGlassUse.UnusedBecause.NOT_YET_VALID, List.of());
        }
        if (offered.hasEnded(at)) {
            return unused(offered, BreakGlassUse.UnusedBecause.EXPIRED, List.of());
        }
        return new BreakGlassUse.Used(offered, rulesOf(refusals));
    }

    private static BreakGlassUse unused(
            BreakGlassAuthorization offered, BreakGlassUse.UnusedBecause because, List<PolicyContribution> failedOn) {
        return new BreakGlassUse.NotUsed(offered, because, rulesOf(failedOn));
    }

    private static List<PolicyRuleId> rulesOf(List<PolicyContribution> contributions) {
        return contributions.stream()
                .map(PolicyContribution::ruleId)
                .distinct()
                .collect(Collectors.toUnmodifiableList());
    }

    private static List<PolicyContribution> keep(
            List<PolicyContribution> contributions, Predicate<PolicyContribution> which) {
        return contributions.stream().filter(which).collect(Collectors.toUnmodifiableList());
    }
}
