package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.MirrorSettings;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.policy.BreakGlassAuthorization;
import dev.diptych.domain.policy.MirrorAppendGate;
import dev.diptych.domain.policy.PolicyComposition;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.policy.PolicyOutcome;
import dev.diptych.domain.policy.PolicyRuleId;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** No decision, no append; and what a decision that was broken open leaves behind. */
class PolicyGateTest {
    private static final PolicyRuleId LIMIT = new PolicyRuleId("billing.daily_limit");
    private static final EventTime FROM = EventTime.parse("from", "2026-11-23T09:00:00Z");
    private static final EventTime UNTIL = EventTime.parse("until", "2026-11-23T23:00:00Z");

    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void a_decision_that_rejects_refuses_the_append_and_names_the_rule() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = mirror.decide(List.of(contribution(PolicyOutcome.REJECT)), Optional.empty());

            assertRefused(mirror.append(TwinLedger.draft("a"), decision), LIMIT, PolicyOutcome.REJECT);
        }
        assertThat(ledger.idsInLog()).isEmpty();
    }

    @Test
    void a_decision_that_quarantines_refuses_the_append() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = mirror.decide(List.of(contribution(PolicyOutcome.QUARANTINE)), Optional.empty());

            assertRefused(mirror.append(TwinLedger.draft("a"), decision), LIMIT, PolicyOutcome.QUARANTINE);
        }
    }

    @Test
    void a_decision_that_warns_passes() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision = mirror.decide(List.of(contribution(PolicyOutcome.WARN)), Optional.empty());

            assertThat(mirror.append(TwinLedger.draft("a"), decision)).isInstanceOf(AppendAnswer.Mirrored.class);
        }
    }

    @Test
    void a_decision_without_the_parity_rule_is_refused() {
        try (Mirror mirror = ledger.open()) {
            PolicyDecision decision =
                    PolicyComposition.compose(List.of(contribution(PolicyOutcome.ALLOW)), Optional.empty(), FROM);

            assertRefused(
                    mirror.append(TwinLedger.draft("a"), decision), MirrorAppendGate.PARITY_RULE, PolicyOutcome.REJECT);
        }
    }

    @Test
    void a_decision_of_an_earlier_opening_is_refused() {
        PolicyDecision stale;
        try (Mirror mirror = ledger.open()) {
            stale = TwinLedger.decision(mirror);
        }
        try (Mirror mirror = ledger.open()) {
            AppendAnswer answer = mirror.append(TwinLedger.draft("a"), stale);

            assertRefused(answer, MirrorAppendGate.PARITY_RULE, PolicyOutcome.REJECT);
            assertThat(answer.message()).contains("issued by this opening");
        }
    }

    @Test
    void a_divergence_that_was_seen_closes_the_gate_also_to_decisions_made_before() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            PolicyDecision before = TwinLedger.decision(mirror);
            ledger.store().editRow(1, RowColumn.PAYLOAD, "0");

            mirror.verify(VerifyRequest.full());

            assertRefused(
                    mirror.append(TwinLedger.draft("b"), before), MirrorAppendGate.PARITY_RULE, PolicyOutcome.REJECT);
            AppendAnswer after = mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror));
            assertRefused(after, MirrorAppendGate.PARITY_RULE, PolicyOutcome.REJECT);
            assertThat(after.message()).contains("diverged");
        }
        assertThat(ledger.idsInLog()).containsExactly("a");
    }

    @Test
    void a_quick_verification_does_not_clear_what_a_full_one_found() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.append(mirror, "b");
            ledger.append(mirror, "c");
            ledger.store().editRow(1, RowColumn.PAYLOAD, "0");
            mirror.verify(VerifyRequest.full());

            assertThat(mirror.verify(VerifyRequest.quick()).isClean()).isTrue();

            assertThat(mirror.append(TwinLedger.draft("d"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.PolicyRefused.class);
        }
    }

    @Test
    void a_clean_full_verification_opens_the_gate_again() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.store().editRow(1, RowColumn.VOID, "1");
            mirror.verify(VerifyRequest.full());
            assertThat(mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.PolicyRefused.class);
            ledger.store().editRow(1, RowColumn.VOID, "0");

            assertThat(mirror.verify(VerifyRequest.full()).isClean()).isTrue();

            ledger.append(mirror, "b");
        }
        ledger.requireInParity();
    }

    @Test
    void a_required_level_that_opening_does_not_reach_asks_for_a_verification_first() {
        ledger.with(MirrorSettings.DEFAULT.withRequiredLevel(ParityLevel.FULL));
        try (Mirror mirror = ledger.open()) {
            AppendAnswer answer = mirror.append(TwinLedger.draft("a"), TwinLedger.decision(mirror));
            assertRefused(answer, MirrorAppendGate.PARITY_RULE, PolicyOutcome.REJECT);
            assertThat(answer.message()).contains("level full");

            mirror.verify(VerifyRequest.full());

            ledger.append(mirror, "a");
        }
    }

    @Test
    void broken_glass_is_recorded_in_the_same_batch_right_before_its_event() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "before");

            AppendAnswer answer = mirror.append(TwinLedger.draft("a"), brokenOpen(mirror));

            assertThat(answer).isInstanceOf(AppendAnswer.Mirrored.class);
            assertThat(answer.receipt().orElseThrow().sequence().value()).isEqualTo(3);
        }
        assertThat(ledger.inLog(2).type().value()).isEqualTo("diptych.policy.broken_glass.v1");
        assertThat(ledger.inLog(2).source()).isEqualTo(dev.diptych.domain.event.EventSource.LEDGER);
        assertThat(ledger.inLog(2).payload())
                .hasToString("{\"who\":\"ops@example.com\",\"scope\":\"billing\",\"reason\":\"INC-4711\","
                        + "\"from\":\"2026-11-23T09:00:00.000000Z\",\"until\":\"2026-11-23T23:00:00.000000Z\","
                        + "\"rules\":[\"billing.daily_limit\"]}");
        assertThat(ledger.inLog(2).batch()).isEqualTo(ledger.inLog(3).batch());
        ledger.requireInParity();
    }

    @Test
    void broken_glass_is_not_recorded_for_an_event_that_is_recorded_already() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");

            assertThat(mirror.append(TwinLedger.draft("a"), brokenOpen(mirror)))
                    .isInstanceOf(AppendAnswer.AlreadyRecorded.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("a");
    }

    @Test
    void broken_glass_is_recorded_once_for_a_list_before_the_first_event_that_is_new() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "known");
            ListAnswer answer = mirror.appendAll(
                    List.of(TwinLedger.draft("known"), TwinLedger.draft("a"), TwinLedger.draft("b")),
                    brokenOpen(mirror));

            assertThat(answer).isInstanceOf(ListAnswer.AllRecorded.class);
        }
        assertThat(ledger.idsInLog()).hasSize(4).startsWith("known").endsWith("a", "b");
        assertThat(ledger.inLog(2).type().isOwn()).isTrue();
        ledger.requireInParity();
    }

    @Test
    void broken_glass_of_a_refused_list_leaves_no_record() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "taken");
            ListAnswer answer = mirror.appendAll(
                    List.of(
                            TwinLedger.draft("a"),
                            TwinLedger.draft("taken").withPayload(dev.diptych.domain.event.JsonText.of("0"))),
                    brokenOpen(mirror));

            assertThat(answer).isInstanceOf(ListAnswer.NoneRecorded.class);
        }
        assertThat(ledger.idsInLog()).containsExactly("taken");
    }

    @Test
    void a_ledger_with_broken_glass_can_be_reopened_and_written() {
        try (Mirror mirror = ledger.open()) {
            mirror.append(TwinLedger.draft("a"), brokenOpen(mirror));
        }
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "b");
        }
        ledger.requireInParity();
    }

    @Test
    void an_authorisation_that_has_ended_opens_nothing() {
        ledger.clock().set(java.time.Instant.parse("2026-11-24T00:00:00Z"));
        try (Mirror mirror = ledger.open()) {
            assertRefused(mirror.append(TwinLedger.draft("a"), brokenOpen(mirror)), LIMIT, PolicyOutcome.REJECT);
        }
    }

    private static PolicyDecision brokenOpen(Mirror mirror) {
        return mirror.decide(
                List.of(PolicyContribution.overridable(LIMIT, PolicyOutcome.REJECT, "limit of 500 reached")),
                Optional.of(new BreakGlassAuthorization(
                        "ops@example.com", new PolicyRuleId("billing"), "INC-4711", FROM, UNTIL, "approved by two")));
    }

    private static PolicyContribution contribution(PolicyOutcome outcome) {
        return PolicyContribution.of(LIMIT, outcome, "limit of 500 reached");
    }

    private static void assertRefused(AppendAnswer answer, PolicyRuleId rule, PolicyOutcome outcome) {
        assertThat(answer).isInstanceOfSatisfying(AppendAnswer.PolicyRefused.class, refused -> {
            assertThat(refused.rule()).isEqualTo(rule);
            assertThat(refused.outcome()).isEqualTo(outcome);
            assertThat(refused.message()).contains("Nothing was written");
        });
    }
}
