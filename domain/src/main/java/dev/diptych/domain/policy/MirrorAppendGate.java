package dev.diptych.domain.policy;

import dev.diptych.domain.parity.OpeningToken;
import dev.diptych.domain.parity.ParityEvidence;
import dev.diptych.domain.parity.ParityLevel;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * The gate that every mirrored append passes: no decision, no append, and no decision without good parity evidence.
 *
 * <p>A decision is judged in this order, and the first that fails is the answer:
 *
 * <ol>
 *   <li>its outcome does not refuse
 *   <li>a contribution of the parity rule is among its contributions, contributing or discarded
 *   <li>evidence behind such a contribution was issued by this opening of the mirror
 *   <li>in the current generation: no divergence was seen since
 *   <li>at the required level or above
 * </ol>
 *
 * One piece of good evidence is enough. Where there are several and none is good, the answer is about the one that
 * came furthest. A divergence cannot be out-voted by a second, better piece: its contribution rejects, and nothing
 * overrides that.
 *
 * <p>Last come the mirror's own objections, such as those of {@link SignaturePolicy}.
 *
 * <p>What the evidence was about (ledger, sequence, hash) is not judged: the token stands for the opening, which
 * holds the writer lock, so everything after the verified head was appended through this gate. The gate is immutable
 * and may be asked by any thread; it is asked once more when the batch is formed, because a decision may be older
 * than the generation.
 */
public final class MirrorAppendGate {

    /** The rule that must contribute to the policy decision of every mirrored append. */
    public static final String MIRROR_APPEND_PARITY_INVARIANT_RULE_ID = "mirror.append.parity_invariant";

    /** {@link #MIRROR_APPEND_PARITY_INVARIANT_RULE_ID} as a value. */
    public static final PolicyRuleId PARITY_RULE = new PolicyRuleId(MIRROR_APPEND_PARITY_INVARIANT_RULE_ID);

    private static final String DECIDE_AGAIN = "let the open mirror make the decision, which adds its own evidence";
    private static final String VERIFY_FIRST =
            "verify through the open mirror at the required level, then decide again";

    private final OpeningToken token;
    private final ParityLevel required;

    public MirrorAppendGate(OpeningToken token, ParityLevel required) {
        this.token = Objects.requireNonNull(token, "token");
        this.required = Objects.requireNonNull(required, "required");
    }

    /** How far a piece of evidence comes, in the order of judging. */
    private enum Standing {
        OTHER_OPENING,
        OTHER_GENERATION,
        BELOW_LEVEL,
        GOOD
    }

    /**
     * Whether an append with this decision may go on, given the mirror's generation now and what the mirror itself objects to,
     * which no decision of a caller's outweighs.
     *
     * @param objection a contribution that refuses; empty where the mirror has none
     */
    public GateAnswer check(PolicyDecision decision, long currentGeneration, Optional<PolicyContribution> objection) {
        GateAnswer byDecision = check(decision, currentGeneration);
        return objection.isPresent() && byDecision instanceof GateAnswer.Passed
                ? refusedBy(objection.get())
                : byDecision;
    }

    /** Whether an append with this decision may go on, given the mirror's generation now. */
    public GateAnswer check(PolicyDecision decision, long currentGeneration) {
        if (decision.outcome().refuses()) {
            return refusedByOutcome(decision);
        }
        return decision.contributionsOf(PARITY_RULE).stream()
                .flatMap(contribution -> contribution.evidence().stream())
                .max(Comparator.comparing(evidence -> standing(evidence, currentGeneration)))
                .map(best -> answer(best, currentGeneration))
                .orElseGet(() -> refusedByParityRule(
                        "a contribution of this rule", "none in the decision: " + decision, DECIDE_AGAIN));
    }

    private Standing standing(ParityEvidence evidence, long currentGeneration) {
        if (!evidence.issuedFor(token)) {
            return Standing.OTHER_OPENING;
        }
        if (evidence.generation() != currentGeneration) {
            return Standing.OTHER_GENERATION;
        }
        return evidence.level().satisfies(required) ? Standing.GOOD : Standing.BELOW_LEVEL;
    }

    private GateAnswer answer(ParityEvidence best, long currentGeneration) {
        return switch (standing(best, currentGeneration)) {
            case OTHER_OPENING ->
                refusedByParityRule(
                        "evidence issued by this opening of the mirror", "that of another one: " + best, DECIDE_AGAIN);
            case OTHER_GENERATION ->
                refusedByParityRule(
                        "evidence of generation " + currentGeneration + ", which began with the last divergence seen",
                        best.toString(),
                        VERIFY_FIRST);
            case BELOW_LEVEL ->
                refusedByParityRule(
                        "evidence of level " + required.word() + " or above", best.toString(), VERIFY_FIRST);
            case GOOD -> new GateAnswer.Passed();
        };
    }

    private static GateAnswer refusedByOutcome(PolicyDecision decision) {
        PolicyContribution names = decision.contributing().stream()
                .filter(contribution -> contribution.ruleId().equals(PARITY_RULE))
                .findFirst()
                .orElseGet(() -> decision.contributing().get(0));
        return new GateAnswer.Refused(
                names.ruleId(),
                decision.outcome(),
                "append refused by policy rule " + names.ruleId() + ": expected allow, warn or break_glass, found "
                        + decision.outcome().word() + " (" + names.reason() + "; " + decision.breakGlass()
                        + "). Nothing was written. Next: " + nextAfter(names));
    }

    private static GateAnswer refusedBy(PolicyContribution objection) {
        return new GateAnswer.Refused(
                objection.ruleId(),
                objection.outcome(),
                "append refused by policy rule " + objection.ruleId() + ": " + objection.reason()
                        + ". Nothing was written. Next: " + SignaturePolicy.nextAfter(objection.ruleId()));
    }

    private static String nextAfter(PolicyContribution refusal) {
        if (refusal.evidence().isPresent()) {
            return "run diptych verify to see the findings; this rule cannot be overridden";
        }
        return refusal.isOverridable()
                ? "settle what the rule names, or decide again with an authorisation that covers it now"
                : "settle what the rule names; it cannot be overridden";
    }

    private static GateAnswer refusedByParityRule(String expected, String found, String next) {
        return new GateAnswer.Refused(
                PARITY_RULE,
                PolicyOutcome.REJECT,
                "append refused by policy rule " + PARITY_RULE + ": expected " + expected + ", found " + found
                        + ". Nothing was written. Next: " + next);
    }
}
