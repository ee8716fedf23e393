package dev.diptych.application.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverReport;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.ShowCutovers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InPlaceCutoverTest {
    private static final CutoverRequest TWO_STEPS =
            Steps.plan(Steps.filling("expand", "orders"), Steps.filling("backfill", "orders", "flags"));

    private final TwinLedger ledger = TwinLedger.of(3);

    @Test
    void all_steps_happen_with_their_boundary_and_both_copies_tell_of_it() {
        CutoverReport report = cutOver(TWO_STEPS);

        assertThat(ledger.store().callersValues())
                .containsOnlyKeys("orders/expand", "orders/backfill", "flags/backfill");
        SealedEvent boundary = ledger.inLog(4);
        assertThat(boundary.isBound()).isTrue();
        assertThat(report.boundary().id()).isEqualTo(boundary.id());
        assertThat(SchemaCutover.TYPE).isEqualTo(boundary.type());
        assertThat(boundary.payload().toString())
                .isEqualTo(new SchemaCutover(
                                "com.example.orders/7",
                                TWO_STEPS.outline().digest(),
                                "7",
                                2,
                                ledger.inLog(3).asHead(),
                                "ada")
                        .json());
        assertThat(ledger.inLog(5).type()).isEqualTo(TransactionOutcome.COMMITTED.type());
        ledger.requireInParity();
    }

    @Test
    void the_report_says_what_was_done_and_what_was_not_looked_at() {
        CutoverReport report = cutOver(TWO_STEPS);

        assertThat(report.phase()).isEqualTo(CutoverPhase.COMMITTED);
        assertThat(report.previousHead()).isEqualTo(ledger.inLog(3).asHead());
        assertThat(report.epochBefore()).isEqualTo(1);
        assertThat(report.epochAfter()).isEqualTo(2);
        assertThat(report.steps()).extracting(CutoverReport.Step::name).containsExactly("expand", "backfill");
        assertThat(report.steps().get(0).rowCountChanges()).containsExactly(entry("flags", 0L), entry("orders", 1L));
        assertThat(report.steps().get(1).rowCountChanges()).containsExactly(entry("flags", 1L), entry("orders", 1L));
        assertThat(report.isClean()).isTrue();
        assertThat(report.backup()).isEmpty();
        assertThat(report.notChecked()).contains("backup");
        assertThat(report.fence()).hasValueSatisfying(fence -> assertThat(fence).isPositive());
        assertThat(epoch()).isEqualTo(2);
    }

    @Test
    void the_stages_come_in_their_order_and_name_the_steps() {
        List<String> seen = new ArrayList<>();
        try (Mirror mirror = ledger.open()) {
            Answers.cutOver(mirror.cutOver(TWO_STEPS, new Seen(seen)));
        }

        assertThat(seen)
                .containsSubsequence(
                        "VERIFY_BEFORE comparing both copies",
                        "FENCE comparing what was appended since",
                        "STEP expand",
                        "STEP backfill",
                        "CHECKS expand",
                        "CHECKS backfill",
                        "CHECKS looking for broken references",
                        "SETTLE committing",
                        "VERIFY_AFTER comparing both copies");
    }

    @Test
    void a_ledger_in_which_every_event_must_be_signed_is_cut_over_since_its_own_events_are_exempt() {
        TwinSigner key = TwinSigner.of(1);
        try (Mirror mirror = ledger.open()) {
            mirror.requireSignatures(true, key, TwinLedger.decision(mirror));
        }

        CutoverReport report = cutOver(TWO_STEPS);

        assertThat(report.phase()).isEqualTo(CutoverPhase.COMMITTED);
        AuditReport audit = ledger.application().auditChain().audit(AuditRequest.full());
        assertThat(audit.findings()).isEmpty();
    }

    @Test
    void the_same_plan_again_is_verified_and_changes_nothing() {
        CutoverReport first = cutOver(TWO_STEPS);
        Map<String, String> values = ledger.store().callersValues();
        List<String> ids = ledger.idsInLog();

        CutoverReport again;
        try (Mirror mirror = ledger.open()) {
            again = Answers.alreadyCommitted(mirror.cutOver(TWO_STEPS));
        }

        assertThat(again.boundary()).isEqualTo(first.boundary());
        assertThat(again.epochAfter()).isEqualTo(2);
        assertThat(again.steps()).isEmpty();
        assertThat(again.fence()).isEmpty();
        assertThat(again.isClean()).isTrue();
        assertThat(ledger.store().callersValues()).isEqualTo(values);
        assertThat(ledger.idsInLog()).isEqualTo(ids);
    }

    @Test
    void another_plan_behind_it_raises_the_epoch_once_more() {
        cutOver(TWO_STEPS);

        CutoverReport next = cutOver(Steps.plan(Steps.filling("contract", "orders")));

        assertThat(next.epochBefore()).isEqualTo(2);
        assertThat(next.epochAfter()).isEqualTo(3);
        assertThat(epoch()).isEqualTo(3);
    }

    @Test
    void appends_go_on_behind_it_in_the_same_opening_and_in_the_next() {
        try (Mirror mirror = ledger.open()) {
            Answers.cutOver(mirror.cutOver(TWO_STEPS));
            ledger.append(mirror, "behind");
        }
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "later");
        }

        ledger.requireInParity();
    }

    @Test
    void appends_go_on_behind_the_preflight_and_the_fence_compares_them() {
        CutoverReport report;
        try (Mirror mirror = ledger.open()) {
            report = Answers.cutOver(mirror.cutOver(TWO_STEPS, new CutoverProgress() {
                private boolean isFirst = true;

                @Override
                public void begins(CutoverStage stage, String what) {}

                @Override
                public void reached(long done, long ofAbout) {
                    if (isFirst) {
                        isFirst = false;
                        ledger.append(mirror, "meanwhile");
                    }
                }
            }));
        }

        assertThat(report.previousHead()).isEqualTo(ledger.inLog(4).asHead());
        assertThat(ledger.inLog(4).id().value()).isEqualTo("meanwhile");
        ledger.requireInParity();
    }

    @Test
    void copies_that_cannot_be_compared_afterwards_do_not_take_it_back_and_running_it_again_compares_them() {
        try (Mirror mirror = ledger.open()) {
            CutoverAnswer.Unfinished unfinished = Answers.unfinished(mirror.cutOver(TWO_STEPS, new CutoverProgress() {
                @Override
                public void begins(CutoverStage stage, String what) {
                    ledger.store().setFailing(stage == CutoverStage.VERIFY_AFTER);
                }

                @Override
                public void reached(long done, long ofAbout) {}
            }));
            assertThat(unfinished.isCommitted()).isTrue();
            assertThat(unfinished.message()).contains("Next: run the cutover again");
            ledger.store().setFailing(false);

            assertThat(Answers.alreadyCommitted(mirror.cutOver(TWO_STEPS)).isClean())
                    .isTrue();
        }
    }

    @Test
    void a_second_cutover_from_inside_the_first_is_refused() {
        List<CutoverAnswer> inside = new ArrayList<>();
        try (Mirror mirror = ledger.open()) {
            CutoverRequest outer = Steps.plan(Steps.step(
                    "nested",
                    Map.of(),
                    tx -> inside.add(mirror.cutOver(Steps.plan(Steps.filling("inner", "orders"))))));
            Answers.cutOver(mirror.cutOver(outer));
        }

        assertThat(Answers.refused(inside.get(0)).reasons())
                .singleElement()
                .asString()
                .contains("another cutover of this ledger is under way");
    }

    @Test
    void the_history_shows_what_was_committed_and_derives_the_phase() {
        cutOver(TWO_STEPS);

        ShowCutovers.History history = ledger.application().showCutovers().show();

        assertThat(history.epoch()).contains(2L);
        assertThat(history.boundaries()).singleElement().satisfies(boundary -> {
            assertThat(boundary.at().value()).isEqualTo(4);
            assertThat(boundary.outcome()).isEqualTo(ShowCutovers.Outcome.COMMITTED);
        });
        assertThat(history.phaseOf(TWO_STEPS.outline().digest())).isEqualTo(CutoverPhase.COMMITTED);
        assertThat(history.phaseOf(
                        Steps.plan(Steps.filling("other", "orders")).outline().digest()))
                .isEqualTo(CutoverPhase.NOT_BEGUN);
    }

    private CutoverReport cutOver(CutoverRequest request) {
        try (Mirror mirror = ledger.open()) {
            return Answers.cutOver(mirror.cutOver(request));
        }
    }

    private long epoch() {
        try (StoreReader reader = ledger.store().provider().openForReading()) {
            return reader.identity().epoch();
        }
    }

    private record Seen(List<String> stages) implements CutoverProgress {
        @Override
        public void begins(CutoverStage stage, String what) {
            stages.add(stage + " " + what);
        }

        @Override
        public void reached(long done, long ofAbout) {
            assertThat(Optional.of(done))
                    .hasValueSatisfying(some -> assertThat(some).isNotNegative());
        }
    }
}
