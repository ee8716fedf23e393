package dev.diptych.application.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.Mirror;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What keeps a cutover from being begun: nothing was changed, and the reason names the next step. */
final class RefusedCutoverTest {
    private static final CutoverRequest PLAN = Steps.plan(Steps.filling("expand", "orders"));

    @Test
    void a_ledger_without_an_event_is_refused_and_told_to_append_one() {
        TwinLedger ledger = TwinLedger.empty();

        CutoverAnswer.Refused refused;
        try (Mirror mirror = ledger.open()) {
            refused = Answers.refused(mirror.cutOver(PLAN));
        }

        assertThat(refused.reasons())
                .singleElement()
                .asString()
                .contains("the ledger has no event yet")
                .contains("Next: append an event");
        assertThat(ledger.store().callersValues()).isEmpty();
    }

    @Test
    void a_row_that_differs_from_its_line_is_a_finding_and_refuses_it() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.store().editRow(2, RowColumn.PAYLOAD, "{\"of\":\"forged\"}");

        CutoverAnswer.Refused refused;
        try (Mirror mirror = ledger.open()) {
            refused = Answers.refused(mirror.cutOver(PLAN));
        }

        assertThat(refused.verification())
                .hasValueSatisfying(report -> assertThat(report.isClean()).isFalse());
        assertThat(refused.reasons())
                .singleElement()
                .asString()
                .contains("diverged")
                .contains("Next: diptych verify");
        assertThat(ledger.idsInLog()).hasSize(3);
        assertThat(ledger.store().callersValues()).isEmpty();
    }

    @Test
    void a_store_that_is_not_whole_refuses_it() {
        TwinLedger ledger = TwinLedger.of(3);
        CutoverAnswer.Refused refused;
        try (Mirror mirror = ledger.open()) {
            ledger.store().setIntegrityProblem("row 7 missing from index by_type");
            refused = Answers.refused(mirror.cutOver(PLAN));
        }

        assertThat(refused.reasons()).singleElement().asString().contains("row 7 missing from index by_type");
        assertThat(ledger.idsInLog()).hasSize(3);
    }

    @Test
    void events_that_are_pending_refuse_it() {
        TwinLedger ledger = TwinLedger.of(3);
        CutoverAnswer answer;
        try (Mirror mirror = ledger.open()) {
            ledger.store().setFull(true);
            assertThat(mirror.append(TwinLedger.draft("pending"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.MirrorPending.class);
            answer = mirror.cutOver(PLAN);
            ledger.store().setFull(false);
        }

        assertThat(Answers.refused(answer).reasons()).isNotEmpty();
        assertThat(ledger.store().callersValues()).isEmpty();
    }

    @Test
    void a_divergence_that_comes_between_preflight_and_fence_refuses_it_and_tells_nothing() {
        TwinLedger ledger = TwinLedger.of(3);
        CutoverAnswer.Refused refused;
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "since");
            refused = Answers.refused(mirror.cutOver(
                    PLAN,
                    new AtStage(
                            dev.diptych.ports.driving.CutoverStage.FENCE,
                            () -> ledger.store().editRow(4, RowColumn.PAYLOAD, "{\"of\":\"forged\"}"))));
        }

        assertThat(refused.reasons()).isNotEmpty();
        assertThat(ledger.idsInLog()).hasSize(4);
        assertThat(ledger.store().callersValues()).isEmpty();
    }

    @Test
    void from_inside_a_transaction_of_the_same_thread_it_is_refused_and_nothing_waits_for_ever() {
        TwinLedger ledger = TwinLedger.of(3);
        List<CutoverAnswer> inside = new java.util.ArrayList<>();
        try (Mirror mirror = ledger.open()) {
            mirror.inTransaction(tx -> inside.add(mirror.cutOver(PLAN)));
        }

        assertThat(Answers.refused(inside.get(0)).reasons()).isNotEmpty();
        assertThat(ledger.store().callersValues()).isEqualTo(Map.of());
    }

    /** Does something when a stage begins. */
    private record AtStage(dev.diptych.ports.driving.CutoverStage stage, Runnable action)
            implements dev.diptych.ports.driving.CutoverProgress {
        @Override
        public void begins(dev.diptych.ports.driving.CutoverStage next, String what) {
            if (next == stage) {
                action.run();
            }
        }

        @Override
        public void reached(long done, long ofAbout) {}
    }
}
