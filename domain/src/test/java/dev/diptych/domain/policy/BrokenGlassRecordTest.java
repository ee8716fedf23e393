package dev.diptych.domain.policy;

import static dev.diptych.domain.policy.PolicySamples.FROM;
import static dev.diptych.domain.policy.PolicySamples.UNTIL;
import static dev.diptych.domain.policy.PolicySamples.decide;
import static dev.diptych.domain.policy.PolicySamples.decideWith;
import static dev.diptych.domain.policy.PolicySamples.firm;
import static dev.diptych.domain.policy.PolicySamples.glass;
import static dev.diptych.domain.policy.PolicySamples.overridable;
import static dev.diptych.domain.policy.PolicySamples.rule;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokenGlassRecordTest {

    @Test
    void is_the_payload_of_the_ledgers_own_event() {
        PolicyDecision decision = decideWith(
                glass("billing"),
                overridable("billing.odd", PolicyOutcome.QUARANTINE),
                overridable("billing.limit", PolicyOutcome.REJECT));

        assertThat(BrokenGlassRecord.EVENT_TYPE).isEqualTo("diptych.policy.broken_glass.v1");
        assertThat(BrokenGlassRecord.of(decision).orElseThrow().json())
                .isEqualTo("{\"who\":\"ops@example.com\",\"scope\":\"billing\",\"reason\":\"INC-4711\","
                        + "\"from\":\"2026-11-23T10:00:00.000000Z\",\"until\":\"2026-11-23T11:00:00.000000Z\","
                        + "\"rules\":[\"billing.odd\",\"billing.limit\"]}");
    }

    @Test
    void escapes_quotes_and_backslashes_and_leaves_everything_else_as_it_is() {
        BreakGlassAuthorization glass = new BreakGlassAuthorization(
                "Zoë \"root\" \\ /ops\uD83D\uDD28", rule("a"), "r", FROM, UNTIL, "secret word");

        String json = BrokenGlassRecord.of(decideWith(glass, overridable("a", PolicyOutcome.REJECT)))
                .orElseThrow()
                .json();

        assertThat(json)
                .startsWith("{\"who\":\"Zoë \\\"root\\\" \\\\ /ops\uD83D\uDD28\",\"scope\":\"a\",")
                .doesNotContain("secret word");
    }

    @Test
    void is_absent_where_nothing_was_broken_open() {
        assertThat(BrokenGlassRecord.of(decide(firm("a", PolicyOutcome.ALLOW)))).isEmpty();
        assertThat(BrokenGlassRecord.of(decide(firm("a", PolicyOutcome.REJECT))))
                .isEmpty();
        assertThat(BrokenGlassRecord.of(decideWith(glass("a"), firm("a", PolicyOutcome.REJECT))))
                .isEmpty();
    }
}
