package dev.diptych.domain.policy;

import static dev.diptych.domain.policy.PolicySamples.decide;
import static dev.diptych.domain.policy.PolicySamples.decideWith;
import static dev.diptych.domain.policy.PolicySamples.firm;
import static dev.diptych.domain.policy.PolicySamples.glass;
import static dev.diptych.domain.policy.PolicySamples.overridable;
import static dev.diptych.domain.policy.PolicySamples.parity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.parity.OpeningToken;
import dev.diptych.domain.parity.ParityEvidence;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MirrorAppendGateTest {
    private static final long GENERATION = 3;

    private final OpeningToken token = OpeningToken.create();
    private final MirrorAppendGate gate = new MirrorAppendGate(token, ParityLevel.SINCE);
    private final PolicyContribution good = parity(token, GENERATION, ParityLevel.SINCE, ParityVerdict.IN_PARITY);

    @Test
    void names_its_rule() {
        assertThat(MirrorAppendGate.MIRROR_APPEND_PARITY_INVARIANT_RULE_ID).isEqualTo("mirror.append.parity_invariant");
        assertThat(MirrorAppendGate.PARITY_RULE)
                .isEqualTo(new PolicyRuleId(MirrorAppendGate.MIRROR_APPEND_PARITY_INVARIANT_RULE_ID));
    }

    @Test
    void passes_good_evidence_contributing_or_discarded() {
        assertPassed(decide(good));
        assertPassed(decide(good, firm("a", PolicyOutcome.WARN)));
    }

    @Test
    void refuses_what_the_mirror_itself_objects_to_though_the_decision_was_broken_open() {
        PolicyContribution objection =
                PolicyContribution.of(SignaturePolicy.SIGNATURE_REQUIRED, PolicyOutcome.REJECT, "found none");
        PolicyDecision broken = decideWith(glass("a"), good, overridable("a.limit", PolicyOutcome.REJECT));

        assertThat(gate.check(broken, GENERATION, Optional.empty())).isInstanceOf(GateAnswer.Passed.class);
        assertThat(gate.check(broken, GENERATION, Optional.of(objection)))
                .isInstanceOfSatisfying(GateAnswer.Refused.class, refused -> {
                    assertThat(refused.rule()).isEqualTo(SignaturePolicy.SIGNATURE_REQUIRED);
                    assertThat(refused.outcome()).isEqualTo(PolicyOutcome.REJECT);
                    assertThat(refused.reason())
                            .isEqualTo(
                                    "append refused by policy rule append.signature_required: found none. Nothing was"
                                            + " written. Next: append it signed, by a key that is trusted for events");
                });
    }

    @Test
    void what_the_decision_refuses_is_told_before_what_the_mirror_objects_to() {
        PolicyContribution objection =
                PolicyContribution.of(SignaturePolicy.KEY_TRUSTED, PolicyOutcome.REJECT, "found another");

        assertThat(gate.check(decide(good, firm("a", PolicyOutcome.REJECT)), GENERATION, Optional.of(objection)))
                .isInstanceOfSatisfying(
                        GateAnswer.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo(new PolicyRuleId("a")));
    }

    @Test
    void passes_evidence_of_a_higher_level_than_required() {
        assertPassed(decide(parity(token, GENERATION, ParityLevel.FULL, ParityVerdict.IN_PARITY)));
    }

    @Test
    void passes_a_store_that_is_behind_by_pending_events_alone() {
        assertPassed(decide(PolicyContribution.fromParity(ParityEvidence.ofPendingOnly(
                token, Optional.empty(), GENERATION, Optional.empty(), ParityLevel.SINCE))));
    }

    @Test
    void passes_a_decision_that_was_broken_open_where_parity_holds() {
        assertPassed(decideWith(glass("a"), good, overridable("a.limit", PolicyOutcome.REJECT)));
    }

    @ParameterizedTest
    @EnumSource(
            value = PolicyOutcome.class,
            names = {"QUARANTINE", "REJECT"})
    void refuses_a_decision_that_refuses_and_names_the_rule(PolicyOutcome outcome) {
        GateAnswer.Refused refused = refused(decide(good, firm("a.limit", outcome), firm("a.other", outcome)));

        assertThat(refused.rule()).isEqualTo(new PolicyRuleId("a.limit"));
        assertThat(refused.outcome()).isEqualTo(outcome);
        assertThat(refused.reason())
                .isEqualTo("append refused by policy rule a.limit: expected allow, warn or break_glass, found "
                        + outcome.word()
                        + " (because of a.limit; no authorisation offered). Nothing was written. Next: settle"
                        + " what the rule"
                        + " names; it cannot be overridden");
    }

    @Test
    void tells_of_an_overridable_refusal_why_the_authorisation_did_not_open_it_and_that_another_could() {
        GateAnswer.Refused refused =
                refused(decideWith(glass("b"), good, overridable("a.limit", PolicyOutcome.REJECT)));

        assertThat(refused.reason())
                .isEqualTo("append refused by policy rule a.limit: expected allow, warn or break_glass, found reject"
                        + " (because of"
                        + " a.limit; did not use the " + glass("b")
                        + ": its scope does not cover [a.limit]). Nothing was"
                        + " written. Next: settle what the rule names, or decide again with an"
                        + " authorisation that covers it now");
    }

    @ParameterizedTest
    @EnumSource(
            value = ParityVerdict.class,
            names = {"STORE_BEHIND", "LOG_BEHIND", "DIVERGED"})
    void refuses_a_violated_parity_before_any_other_rule_and_against_any_authorisation(ParityVerdict verdict) {
        PolicyContribution violated = parity(token, GENERATION, ParityLevel.FULL, verdict);

        GateAnswer.Refused refused =
                refused(decideWith(glass("mirror"), overridable("mirror.first", PolicyOutcome.REJECT), violated, good));

        assertThat(refused.rule()).isEqualTo(MirrorAppendGate.PARITY_RULE);
        assertThat(refused.outcome()).isEqualTo(PolicyOutcome.REJECT);
        assertThat(refused.reason())
                .contains(violated.reason())
                .endsWith("Nothing was written. Next: run diptych verify to see the findings; this rule cannot be"
                        + " overridden");
    }

    @Test
    void refuses_a_decision_without_a_contribution_of_the_parity_rule() {
        PolicyDecision decision = decide(firm("a", PolicyOutcome.ALLOW));

        assertRefusedByParity(
                decision,
                "append refused by policy rule mirror.append.parity_invariant: expected a contribution of this"
                        + " rule, found none in"
                        + " the decision: " + decision
                        + ". Nothing was written. Next: let the open mirror make the decision, which adds its own"
                        + " evidence");
    }

    @Test
    void refuses_evidence_that_somebody_issued_for_a_token_of_their_own() {
        PolicyContribution forged =
                parity(OpeningToken.create(), GENERATION, ParityLevel.FULL, ParityVerdict.IN_PARITY);

        assertRefusedByParity(
                decide(forged),
                "append refused by policy rule mirror.append.parity_invariant: expected evidence issued by this"
                        + " opening of the"
                        + " mirror, found that of another one: " + evidence(forged)
                        + ". Nothing was written. Next: let the open mirror make the decision, which adds its own"
                        + " evidence");
    }

    @Test
    void refuses_evidence_from_before_the_last_divergence() {
        PolicyContribution old = parity(token, GENERATION - 1, ParityLevel.FULL, ParityVerdict.IN_PARITY);

        assertRefusedByParity(
                decide(old),
                "append refused by policy rule mirror.append.parity_invariant: expected evidence of generation 3,"
                        + " which began with"
                        + " the last divergence seen, found " + evidence(old)
                        + ". Nothing was written. Next: verify through the open mirror at the required level,"
                        + " then decide again");
    }

    @Test
    void refuses_evidence_of_a_generation_that_has_not_begun() {
        assertRefused(
                decide(parity(token, GENERATION + 1, ParityLevel.FULL, ParityVerdict.IN_PARITY)), "of generation 3");
    }

    @Test
    void refuses_the_same_decision_once_the_generation_has_risen() {
        PolicyDecision decision = decide(good);

        assertThat(gate.check(decision, GENERATION)).isInstanceOf(GateAnswer.Passed.class);
        assertThat(gate.check(decision, GENERATION + 1)).isInstanceOf(GateAnswer.Refused.class);
    }

    @Test
    void refuses_evidence_below_the_required_level() {
        PolicyContribution quick = parity(token, GENERATION, ParityLevel.QUICK, ParityVerdict.IN_PARITY);

        assertRefusedByParity(
                decide(quick),
                "append refused by policy rule mirror.append.parity_invariant: expected evidence of level since"
                        + " or above, found "
                        + evidence(quick)
                        + ". Nothing was written. Next: verify through the open mirror at the required level,"
                        + " then decide again");
    }

    @Test
    void judges_token_then_generation_then_level() {
        OpeningToken other = OpeningToken.create();

        assertRefused(decide(parity(other, 0, ParityLevel.QUICK, ParityVerdict.IN_PARITY)), "issued by this opening");
        assertRefused(decide(parity(token, 0, ParityLevel.QUICK, ParityVerdict.IN_PARITY)), "of generation 3");
    }

    @Test
    void one_good_piece_of_evidence_is_enough() {
        PolicyContribution foreign = PolicySamples.inParity();
        PolicyContribution old = parity(token, 0, ParityLevel.FULL, ParityVerdict.IN_PARITY);

        assertPassed(decide(foreign, good, old));
        assertPassed(decide(good, foreign));
    }

    @Test
    void answers_about_the_evidence_that_came_furthest() {
        PolicyContribution foreign = PolicySamples.inParity();
        PolicyContribution old = parity(token, 0, ParityLevel.FULL, ParityVerdict.IN_PARITY);
        PolicyContribution quick = parity(token, GENERATION, ParityLevel.QUICK, ParityVerdict.IN_PARITY);

        assertRefused(decide(quick, old, foreign), "of level since or above");
        assertRefused(decide(foreign, old), "of generation 3");
    }

    @Test
    void answers_print_what_they_say() {
        assertThat(gate.check(decide(good), GENERATION)).hasToString("passed");
        assertThat(new GateAnswer.Refused(new PolicyRuleId("a.b"), PolicyOutcome.QUARANTINE, "why"))
                .hasToString("refused by a.b (quarantine): why");
    }

    @ParameterizedTest
    @EnumSource(
            value = PolicyOutcome.class,
            names = {"ALLOW", "WARN", "BREAK_GLASS"})
    void an_answer_cannot_refuse_with_an_outcome_that_does_not(PolicyOutcome outcome) {
        assertThatThrownBy(() -> new GateAnswer.Refused(new PolicyRuleId("a"), outcome, "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an append is refused with quarantine or reject, not with " + outcome.word());
    }

    private void assertPassed(PolicyDecision decision) {
        assertThat(gate.check(decision, GENERATION).<String>fold(() -> "passed", GateAnswer.Refused::reason))
                .isEqualTo("passed");
    }

    private GateAnswer.Refused refused(PolicyDecision decision) {
        return gate.check(decision, GENERATION)
                .fold(
                        () -> {
                            throw new AssertionError("the gate passed " + decision);
                        },
                        refused -> refused);
    }

    private void assertRefused(PolicyDecision decision, String reasonPart) {
        assertThat(refused(decision).reason()).contains(reasonPart);
    }

    private void assertRefusedByParity(PolicyDecision decision, String reason) {
        assertThat(refused(decision))
                .isEqualTo(new GateAnswer.Refused(MirrorAppendGate.PARITY_RULE, PolicyOutcome.REJECT, reason));
    }

    private static ParityEvidence evidence(PolicyContribution contribution) {
        return contribution.evidence().orElseThrow();
    }
}
