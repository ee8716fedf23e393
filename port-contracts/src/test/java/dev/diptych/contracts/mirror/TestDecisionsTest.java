package dev.diptych.contracts.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.parity.OpeningToken;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.policy.GateAnswer;
import dev.diptych.domain.policy.MirrorAppendGate;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driving.LogVerdict;
import org.junit.jupiter.api.Test;

class TestDecisionsTest {
    private final StubMirror stub = new StubMirror();

    @Test
    void mirror_policy_decision_test_allow_passes_the_gate_of_the_mirror_it_was_made_for_and_no_other() {
        PolicyDecision decision = TestDecisions.allow(stub.mirror());

        MirrorAppendGate ours = new MirrorAppendGate(stub.token, ParityLevel.FULL);
        MirrorAppendGate another = new MirrorAppendGate(OpeningToken.create(), ParityLevel.QUICK);
        assertThat(ours.check(decision, 0)).isEqualTo(new GateAnswer.Passed());
        assertThat(another.check(decision, 0)).isInstanceOf(GateAnswer.Refused.class);
    }

    @Test
    void allows_while_the_store_is_behind_by_pending_events_alone() {
        stub.verdict = ParityVerdict.STORE_BEHIND;
        stub.pending = 3;

        assertThat(TestDecisions.allow(stub.mirror()).outcome().refuses()).isFalse();
    }

    @Test
    void refuses_a_mirror_whose_copies_differ_and_names_the_findings() {
        stub.verdict = ParityVerdict.DIVERGED;

        assertThatThrownBy(() -> TestDecisions.allow(stub.mirror()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("diverged")
                .hasMessageContaining("mismatch at sequence 7");
    }

    @Test
    void refuses_a_mirror_whose_store_has_holes_or_whose_log_is_damaged() {
        stub.verdict = ParityVerdict.STORE_BEHIND;
        assertThatThrownBy(() -> TestDecisions.allow(stub.mirror())).isInstanceOf(AssertionError.class);

        stub.verdict = ParityVerdict.IN_PARITY;
        stub.log = LogVerdict.DAMAGED;
        assertThatThrownBy(() -> TestDecisions.allow(stub.mirror())).isInstanceOf(AssertionError.class);
    }
}
