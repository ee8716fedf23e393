package dev.diptych.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.parity.OpeningToken;
import dev.diptych.domain.parity.ParityEvidence;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyContributionTest {

    @Test
    void says_rule_outcome_and_reason() {
        PolicyContribution firm =
                PolicyContribution.of(new PolicyRuleId("billing.limit"), PolicyOutcome.REJECT, "limit of 500 reached");

        assertThat(firm.ruleId()).isEqualTo(new PolicyRuleId("billing.limit"));
        assertThat(firm.outcome()).isEqualTo(PolicyOutcome.REJECT);
        assertThat(firm.reason()).isEqualTo("limit of 500 reached");
        assertThat(firm.isOverridable()).isFalse();
        assertThat(firm.evidence()).isEmpty();
        assertThat(firm).hasToString("billing.limit: reject (limit of 500 reached)");
    }

    @Test
    void may_allow_overriding() {
        PolicyContribution soft = PolicyContribution.overridable(
                new PolicyRuleId("billing.limit"), PolicyOutcome.QUARANTINE, "odd amount");

        assertThat(soft.isOverridable()).isTrue();
        assertThat(soft).hasToString("billing.limit: quarantine, overridable (odd amount)");
    }

    @ParameterizedTest
    @EnumSource(
            value = PolicyOutcome.class,
            names = {"ALLOW", "WARN", "QUARANTINE", "REJECT"})
    void of_the_parity_rule_cannot_be_made_by_hand_with_any_outcome(PolicyOutcome outcome) {
        assertThatThrownBy(() -> PolicyContribution.of(MirrorAppendGate.PARITY_RULE, outcome, "trust me"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy rule mirror.append.parity_invariant speaks through parity evidence alone, and a"
                        + " contribution"
                        + " with outcome " + outcome.word()
                        + " was made by hand. Next: let the mirror add it to the decision");
        assertThatThrownBy(() -> PolicyContribution.overridable(MirrorAppendGate.PARITY_RULE, outcome, "trust me"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void has_no_way_in_for_the_parity_rule_but_evidence() throws Exception {
        assertThat(PolicyContribution.class.getConstructors()).isEmpty();
        assertThat(Modifier.isFinal(PolicyContribution.class.getModifiers())).isTrue();
        assertThat(Serializable.class.isAssignableFrom(PolicyContribution.class))
                .isFalse();

        List<Method> factories = Arrays.stream(PolicyContribution.class.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                .filter(method -> method.getReturnType() == PolicyContribution.class)
                .collect(Collectors.toList());
        assertThat(factories).extracting(Method::getName).containsExactlyInAnyOrder("of", "overridable", "fromParity");
        for (Method factory : factories) {
            if (factory.getName().equals("fromParity")) {
                assertThat(factory.getParameterTypes()).containsExactly(ParityEvidence.class);
            } else {
                assertThatThrownBy(() -> factory.invoke(null, MirrorAppendGate.PARITY_RULE, PolicyOutcome.ALLOW, "x"))
                        .isInstanceOf(InvocationTargetException.class)
                        .hasCauseInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void cannot_claim_that_the_glass_is_broken_already() {
        assertThatThrownBy(() -> PolicyContribution.of(new PolicyRuleId("a.b"), PolicyOutcome.BREAK_GLASS, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy rule a.b cannot contribute break_glass, which is what a composition makes of a"
                        + " refusal and an"
                        + " authorisation. Next: contribute an overridable reject or quarantine");
    }

    @Test
    void needs_a_reason() {
        assertThatThrownBy(() -> PolicyContribution.overridable(new PolicyRuleId("a.b"), PolicyOutcome.WARN, " \t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy rule a.b contributes warn without a reason, expected some text");
    }

    @ParameterizedTest
    @CsvSource({"IN_PARITY,ALLOW", "STORE_BEHIND,REJECT", "LOG_BEHIND,REJECT", "DIVERGED,REJECT"})
    void of_parity_allows_in_parity_and_rejects_otherwise_and_is_never_overridable(
            ParityVerdict verdict, PolicyOutcome expected) {
        ParityEvidence evidence = ParityEvidence.issue(
                OpeningToken.create(), Optional.empty(), 4, Optional.empty(), ParityLevel.FULL, verdict);

        PolicyContribution contribution = PolicyContribution.fromParity(evidence);

        assertThat(contribution.ruleId().value()).isEqualTo(MirrorAppendGate.MIRROR_APPEND_PARITY_INVARIANT_RULE_ID);
        assertThat(contribution.outcome()).isEqualTo(expected);
        assertThat(contribution.isOverridable()).isFalse();
        assertThat(contribution.evidence()).containsSame(evidence);
        assertThat(contribution.reason()).isEqualTo("verification found log and store " + evidence);
    }

    @Test
    void of_parity_allows_where_the_store_is_behind_by_pending_events_alone() {
        ParityEvidence evidence = ParityEvidence.ofPendingOnly(
                OpeningToken.create(), Optional.empty(), 0, Optional.empty(), ParityLevel.QUICK);

        assertThat(PolicyContribution.fromParity(evidence).outcome()).isEqualTo(PolicyOutcome.ALLOW);
    }
}
