package dev.diptych.domain.policy;

import static dev.diptych.domain.policy.PolicySamples.DURING;
import static dev.diptych.domain.policy.PolicySamples.FROM;
import static dev.diptych.domain.policy.PolicySamples.UNTIL;
import static dev.diptych.domain.policy.PolicySamples.decide;
import static dev.diptych.domain.policy.PolicySamples.decideWith;
import static dev.diptych.domain.policy.PolicySamples.diverged;
import static dev.diptych.domain.policy.PolicySamples.firm;
import static dev.diptych.domain.policy.PolicySamples.glass;
import static dev.diptych.domain.policy.PolicySamples.inParity;
import static dev.diptych.domain.policy.PolicySamples.overridable;
import static dev.diptych.domain.policy.PolicySamples.rule;
import static dev.diptych.domain.policy.PolicySamples.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.policy.BreakGlassUse.UnusedBecause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyCompositionTest {

    @Test
    void refuses_to_decide_without_contributions() {
        assertThatThrownBy(() -> PolicyComposition.compose(List.of(), Optional.of(glass("a")), DURING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a policy decision needs at least one contribution, there was none. Next: contribute an"
                        + " outcome");
    }

    @Test
    void lets_the_strongest_outcome_win_and_keeps_the_weaker_ones_visible() {
        PolicyContribution parity = inParity();
        PolicyContribution warns = firm("a.warns", PolicyOutcome.WARN);
        PolicyContribution first = firm("a.first", PolicyOutcome.QUARANTINE);
        PolicyContribution second = firm("a.second", PolicyOutcome.QUARANTINE);

        PolicyDecision decision = decide(parity, first, warns, second);

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.QUARANTINE);
        assertThat(decision.contributing()).containsExactly(first, second);
        assertThat(decision.discarded()).containsExactly(parity, warns);
        assertThat(decision.usedAuthorization()).isEmpty();
        assertThat(decision.breakGlass()).isInstanceOf(BreakGlassUse.NotOffered.class);
    }

    @Test
    void finds_the_contributions_of_a_rule_whichever_list_they_are_in() {
        PolicyContribution weak = firm("a.twice", PolicyOutcome.ALLOW);
        PolicyContribution strong = firm("a.twice", PolicyOutcome.WARN);

        PolicyDecision decision = decide(weak, strong, firm("a.other", PolicyOutcome.WARN));

        assertThat(decision.contributionsOf(rule("a.twice"))).containsExactly(strong, weak);
        assertThat(decision.contributionsOf(rule("a.absent"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = PolicyOutcome.class,
            names = {"QUARANTINE", "REJECT"})
    void a_valid_authorisation_opens_an_overridable_refusal(PolicyOutcome refusal) {
        BreakGlassAuthorization glass = glass("billing");
        PolicyContribution parity = inParity();
        PolicyContribution limit = overridable("billing.limit", refusal);

        PolicyDecision decision = decideWith(glass, parity, limit);

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.BREAK_GLASS);
        assertThat(decision.contributing()).containsExactly(limit);
        assertThat(decision.discarded()).containsExactly(parity);
        assertThat(decision.usedAuthorization()).containsSame(glass);
        assertThat(decision.breakGlass()).isEqualTo(new BreakGlassUse.Used(glass, List.of(rule("billing.limit"))));
    }

    @Test
    void a_valid_authorisation_opens_refusals_of_both_strengths_and_names_each_rule_once() {
        PolicyDecision decision = decideWith(
                glass("billing"),
                overridable("billing.odd", PolicyOutcome.QUARANTINE),
                overridable("billing.limit", PolicyOutcome.REJECT),
                overridable("billing.odd", PolicyOutcome.REJECT));

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.BREAK_GLASS);
        assertThat(decision.breakGlass())
                .isEqualTo(
                        new BreakGlassUse.Used(glass("billing"), List.of(rule("billing.odd"), rule("billing.limit"))));
    }

    @Test
    void does_not_open_where_nothing_refuses() {
        PolicyDecision decision = decideWith(glass("a"), overridable("a.b", PolicyOutcome.WARN));

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.WARN);
        assertThat(decision.breakGlass())
                .isEqualTo(new BreakGlassUse.NotUsed(glass("a"), UnusedBecause.NOTHING_REFUSED, List.of()));
    }

    @Test
    void does_not_open_where_one_of_several_refusals_allows_no_overriding() {
        PolicyDecision decision = decideWith(
                glass("a"), overridable("a.soft", PolicyOutcome.REJECT), firm("a.hard", PolicyOutcome.REJECT));

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.REJECT);
        assertThat(decision.breakGlass())
                .isEqualTo(
                        new BreakGlassUse.NotUsed(glass("a"), UnusedBecause.NOT_OVERRIDABLE, List.of(rule("a.hard"))));
    }

    @Test
    void does_not_let_an_opened_reject_carry_a_quarantine_through_that_allows_no_overriding() {
        PolicyDecision decision = decideWith(
                glass("a"), overridable("a.soft", PolicyOutcome.REJECT), firm("a.hard", PolicyOutcome.QUARANTINE));

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.REJECT);
        assertThat(decision.breakGlass())
                .isEqualTo(
                        new BreakGlassUse.NotUsed(glass("a"), UnusedBecause.NOT_OVERRIDABLE, List.of(rule("a.hard"))));
    }

    @Test
    void never_opens_the_parity_rule_whatever_the_scope() {
        BreakGlassAuthorization glass = glass(MirrorAppendGate.MIRROR_APPEND_PARITY_INVARIANT_RULE_ID);

        PolicyDecision decision = decideWith(glass, diverged());

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.REJECT);
        assertThat(decision.usedAuthorization()).isEmpty();
        assertThat(decision.breakGlass())
                .isEqualTo(new BreakGlassUse.NotUsed(
                        glass, UnusedBecause.NOT_OVERRIDABLE, List.of(MirrorAppendGate.PARITY_RULE)));
    }

    @Test
    void does_not_open_outside_its_scope() {
        PolicyDecision decision = decideWith(
                glass("billing"),
                overridable("billing.limit", PolicyOutcome.REJECT),
                overridable("shipping.limit", PolicyOutcome.REJECT));

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.REJECT);
        assertThat(decision.breakGlass())
                .isEqualTo(new BreakGlassUse.NotUsed(
                        glass("billing"), UnusedBecause.OUT_OF_SCOPE, List.of(rule("shipping.limit"))));
    }

    @Test
    void opens_from_its_first_moment_until_just_before_its_end() {
        assertThat(outcomeAt(time("2026-11-23T09:59:59.999999Z"))).isEqualTo("not_yet_valid");
        assertThat(outcomeAt(FROM)).isEqualTo("used");
        assertThat(outcomeAt(time("2026-11-23T10:59:59.999999Z"))).isEqualTo("used");
        assertThat(outcomeAt(UNTIL)).isEqualTo("expired");
    }

    @Test
    void a_weaker_contribution_out_of_scope_does_not_keep_the_glass_shut() {
        PolicyDecision decision = decideWith(
                glass("billing"),
                overridable("billing.limit", PolicyOutcome.REJECT),
                firm("other", PolicyOutcome.WARN));

        assertThat(decision.outcome()).isEqualTo(PolicyOutcome.BREAK_GLASS);
    }

    @Test
    void is_not_changed_by_what_the_caller_does_to_its_list_afterwards() {
        List<PolicyContribution> given = new ArrayList<>(List.of(firm("a", PolicyOutcome.WARN)));
        PolicyDecision decision = PolicyComposition.compose(given, Optional.empty(), DURING);

        given.clear();

        assertThat(decision.contributing()).hasSize(1);
        assertThatThrownBy(() -> decision.contributing().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> decision.discarded().add(inParity()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void prints_the_outcome_with_all_that_was_said_and_what_became_of_the_authorisation() {
        PolicyContribution limit = firm("a.limit", PolicyOutcome.REJECT);
        PolicyContribution fine = firm("b.fine", PolicyOutcome.ALLOW);

        assertThat(decide(limit, fine))
                .hasToString("reject by [a.limit: reject (because of a.limit)], discarded [b.fine: allow (because of"
                        + " b.fine)],"
                        + " no authorisation offered");
        assertThat(decideWith(glass("a"), limit).breakGlass())
                .hasToString("did not use the " + glass("a") + ": these refusals allow no overriding: [a.limit]");
        assertThat(decideWith(glass("a"), fine).breakGlass())
                .hasToString("did not use the " + glass("a") + ": no contribution refuses");
        assertThat(decideWith(glass("a"), overridable("a.b", PolicyOutcome.REJECT))
                        .breakGlass())
                .hasToString("used the " + glass("a") + " on [a.b]");
    }

    private static String outcomeAt(EventTime at) {
        PolicyDecision decision = PolicyComposition.compose(
                List.of(overridable("billing.limit", PolicyOutcome.REJECT)), Optional.of(glass("billing")), at);
        assertThat(decision.outcome())
                .isEqualTo(decision.usedAuthorization().isPresent() ? PolicyOutcome.BREAK_GLASS : PolicyOutcome.REJECT);
        return decision.breakGlass()
                .fold(
                        () -> "not offered",
                        used -> "used",
                        notUsed -> notUsed.because().word());
    }
}
