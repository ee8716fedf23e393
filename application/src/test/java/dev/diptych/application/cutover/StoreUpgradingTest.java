package dev.diptych.application.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverReport;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.DryRunCutover;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.ShowCutovers;
import dev.diptych.ports.driving.UpgradeStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoreUpgradingTest {
    private static final UpgradeStore.Request BY_ADA = UpgradeStore.Request.by("ada");

    private final TwinLedger ledger = TwinLedger.of(3);

    @Test
    void an_outdated_store_is_brought_up_to_date_and_then_opens_for_every_writer() {
        ledger.store().setSchema(1);
        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.StoreOutdated.class);

        UpgradeStore.Tried tried = tried(upgrade(CutoverProgress.UNSEEN));

        assertThat(tried.from()).isEqualTo(1);
        assertThat(tried.to()).isEqualTo(2);
        CutoverReport report = Answers.cutOver(tried.answer());
        assertThat(report.plan().name()).isEqualTo("diptych.store/2");
        assertThat(report.plan().targetVersion()).isEqualTo("2");
        assertThat(report.epochAfter()).isEqualTo(2);
        assertThat(report.isClean()).isTrue();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "behind");
        }
        ledger.requireInParity();
    }

    @Test
    void a_current_store_has_nothing_to_be_done_and_nothing_is_taken() {
        List<String> before = ledger.idsInLog();

        UpgradeStore.Answer answer = upgrade(CutoverProgress.UNSEEN);

        assertThat(answer).isEqualTo(new UpgradeStore.NothingToDo(2, java.util.Optional.empty()));
        assertThat(ledger.application().upgradeStore().outline(BY_ADA)).isEmpty();
        assertThat(ledger.idsInLog()).isEqualTo(before);
    }

    @Test
    void an_unborn_ledger_is_refused_and_its_store_stays_as_it_is() {
        TwinLedger unborn = TwinLedger.empty();
        unborn.open().close();
        unborn.store().setSchema(1);

        UpgradeStore.Tried tried = tried(unborn.application().upgradeStore().upgrade(BY_ADA, CutoverProgress.UNSEEN));

        assertThat(Answers.refused(tried.answer()).reasons())
                .singleElement()
                .asString()
                .contains("no event yet");
        assertThat(unborn.application().upgradeStore().outline(BY_ADA)).isPresent();
    }

    @Test
    void a_ledger_that_is_held_is_not_opened() {
        Mirror holder = ledger.open();
        ledger.store().setSchema(1);

        UpgradeStore.Answer answer = upgrade(CutoverProgress.UNSEEN);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        UpgradeStore.NotOpened.class,
                        notOpened -> assertThat(notOpened.refusal()).isInstanceOf(OpenRefusal.LedgerLocked.class));
        ledger.store().setSchema(2);
        holder.close();
    }

    @Test
    void a_process_that_dies_at_any_stage_is_gone_on_with_by_running_it_again() {
        for (CutoverStage stage : CutoverStage.values()) {
            TwinLedger dying = TwinLedger.of(3);
            dying.store().setSchema(1);
            try {
                dying.application().upgradeStore().upgrade(BY_ADA, new DyingAt(stage, dying));
            } catch (RuntimeException dead) {
                assertThat(dead).isNotNull();
            }
            dying.kill();

            dying.application().upgradeStore().upgrade(BY_ADA, CutoverProgress.UNSEEN);

            assertThat(dying.application().upgradeStore().outline(BY_ADA))
                    .as("%s", stage)
                    .isEmpty();
            dying.open().close();
            ShowCutovers.History history = dying.application().showCutovers().show();
            assertThat(history.epoch()).as("%s", stage).contains(2L);
            assertThat(history.boundaries())
                    .as("%s", stage)
                    .filteredOn(boundary -> boundary.outcome().equals(ShowCutovers.Outcome.COMMITTED))
                    .hasSize(1);
            dying.requireInParity();
        }
    }

    @Test
    void a_dry_run_upgrades_the_copy_and_leaves_the_original_outdated() {
        ledger.store().setSchema(1);
        List<String> before = ledger.idsInLog();

        DryRunCutover.Answer answer =
                ledger.application().dryRunCutover().dryRunUpgrade(BY_ADA, Path.of("/copy"), CutoverProgress.UNSEEN);

        assertThat(answer).isInstanceOfSatisfying(DryRunCutover.Tried.class, tried -> {
            assertThat(tried.request().name()).isEqualTo("diptych.store/2");
            assertThat(Answers.cutOver(tried.answer()).isClean()).isTrue();
        });
        assertThat(ledger.idsInLog()).isEqualTo(before);
        assertThat(ledger.application().upgradeStore().outline(BY_ADA)).isPresent();
        assertThat(ledger.application().showCutovers().show().boundaries()).isEmpty();
    }

    @Test
    void a_dry_run_of_a_current_store_copies_nothing() {
        assertThat(ledger.application().dryRunCutover().dryRunUpgrade(BY_ADA, Path.of("/copy"), CutoverProgress.UNSEEN))
                .isEqualTo(new DryRunCutover.NothingToDo());
    }

    @Test
    void a_dry_run_of_a_plan_that_fails_answers_how_it_failed_and_the_phase_stays_not_begun() {
        var plan = Steps.plan(Steps.step("bad", java.util.Map.of(), tx -> {
            throw new java.io.IOException("no such table");
        }));

        DryRunCutover.Answer answer =
                ledger.application().dryRunCutover().dryRun(plan, Path.of("/copy"), CutoverProgress.UNSEEN);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        DryRunCutover.Tried.class,
                        tried -> assertThat(tried.answer()).isInstanceOf(CutoverAnswer.Aborted.class));
        assertThat(ledger.application()
                        .showCutovers()
                        .show()
                        .phaseOf(plan.outline().digest()))
                .isEqualTo(CutoverPhase.NOT_BEGUN);
    }

    private UpgradeStore.Answer upgrade(CutoverProgress progress) {
        return ledger.application().upgradeStore().upgrade(BY_ADA, progress);
    }

    private static UpgradeStore.Tried tried(UpgradeStore.Answer answer) {
        assertThat(answer).isInstanceOf(UpgradeStore.Tried.class);
        return (UpgradeStore.Tried) answer;
    }

    /** The process dies when a stage begins. */
    private record DyingAt(CutoverStage stage, TwinLedger ledger) implements CutoverProgress {
        @Override
        public void begins(CutoverStage next, String what) {
            if (next == stage) {
                ledger.kill();
                throw new IllegalStateException("dead at " + stage);
            }
        }

        @Override
        public void reached(long done, long ofAbout) {}
    }
}
