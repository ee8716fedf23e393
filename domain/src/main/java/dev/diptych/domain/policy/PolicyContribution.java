package dev.diptych.domain.policy;

import dev.diptych.domain.parity.ParityEvidence;
import java.util.Objects;
import java.util.Optional;

/**
 * What one rule says about an append: its outcome, why, and whether an authorisation may open it.
 *
 * <p>Not a record, because a contribution of the parity rule must not be buildable by hand: the factories for callers
 * refuse its id, and {@link #fromParity} takes it from evidence alone. Identity is equality.
 */
public final class PolicyContribution {

    private final PolicyRuleId ruleId;
    private final PolicyOutcome outcome;
    private final String reason;
    private final boolean overridable;
    private final Optional<ParityEvidence> evidence;

    private PolicyContribution(
            PolicyRuleId ruleId,
            PolicyOutcome outcome,
            String reason,
            boolean overridable,
            Optional<ParityEvidence> evidence) {
        this.ruleId = ruleId;
        this.outcome = outcome;
        this.reason = reason;
        this.overridable = overridable;
        this.evidence = evidence;
    }

    /**
     * A contribution that no authorisation opens.
     *
     * @throws IllegalArgumentException for the parity rule, for {@link PolicyOutcome#BREAK_GLASS}, which only a
     *     composition makes, and for a blank reason
     */
    public static PolicyContribution of(PolicyRuleId ruleId, PolicyOutcome outcome, String reason) {
        return byCaller(ruleId, outcome, reason, false);
    }

    /**
     * A contribution that a valid {@link BreakGlassAuthorization} may open where it refuses.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static PolicyContribution overridable(PolicyRuleId ruleId, PolicyOutcome outcome, String reason) {
        return byCaller(ruleId, outcome, reason, true);
    }

    /**
     * The contribution of the parity rule: allow where the evidence {@linkplain ParityEvidence#permitsAppend()
     * permits it}, reject otherwise, and never overridable. Whether the evidence is good is for the {@link
     * MirrorAppendGate} that it is shown to.
     */
    public static PolicyContribution fromParity(ParityEvidence evidence) {
        PolicyOutcome outcome = evidence.permitsAppend() ? PolicyOutcome.ALLOW : PolicyOutcome.REJECT;
        return new PolicyContribution(
                MirrorAppendGate.PARITY_RULE,
                outcome,
                "verification found log and store " + evidence,
                false,
                Optional.of(evidence));
    }

    private static PolicyContribution byCaller(
            PolicyRuleId ruleId, PolicyOutcome outcome, String reason, boolean overridable) {
        Objects.requireNonNull(ruleId, "ruleId");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        if (ruleId.equals(MirrorAppendGate.PARITY_RULE)) {
            throw new IllegalArgumentException("policy rule " + ruleId
                    + " speaks through parity evidence alone, and a contribution" + " with outcome " + outcome.word()
                    + " was made by hand. Next: let the mirror add it to the decision");
        }
        if (outcome == PolicyOutcome.BREAK_GLASS) {
            throw new IllegalArgumentException(
                    "policy rule " + ruleId + " cannot contribute break_glass, which is what a composition"
                            + " makes of a refusal and an authorisation. Next: contribute an overridable reject"
                            + " or quarantine");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("policy rule " + ruleId + " contributes " + outcome.word()
                    + " without a reason, expected some text");
        }
        return new PolicyContribution(ruleId, outcome, reason, overridable, Optional.empty());
    }

    public PolicyRuleId ruleId() {
        return ruleId;
    }

    public PolicyOutcome outcome() {
        return outcome;
    }

    public String reason() {
        return reason;
    }

    /** Whether an authorisation may open this contribution where it refuses. */
    public boolean isOverridable() {
        return overridable;
    }

    /** The evidence behind a contribution of the parity rule; empty for every other rule. */
    public Optional<ParityEvidence> evidence() {
        return evidence;
    }

    /** Such as {@code billing.daily_limit: reject, overridable (limit of 500 reached)}. */
    @Override
    public String toString() {
        return ruleId + ": " + outcome.word() + (overridable ? ", overridable" : "") + " (" + reason + ")";
    }
}
