package dev.diptych.application.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.application.open.DeadWriter;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.ReplayReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replay makes of callers' transactions and of boundaries. */
class ReplayTransactionsTest {
    private static final String NEW = "b".repeat(32);

    private final TwinLedger ledger = TwinLedger.of(2);
    private final DeadWriter died = new DeadWriter(ledger);

    @Test
    void runs_come_back_with_their_outcomes_and_void_ones_are_void() {
        BoundRun committed = decided(3, TransactionOutcome.COMMITTED);
        BoundRun aborted = decided(2, TransactionOutcome.ABORTED);
        died.line("behind");
        ledger.store().delete();

        ReplayReport report = replayed();

        assertThat(report.inserted()).isEqualTo(10);
        assertThat(report.undecided()).isZero();
        assertThat(report.head()).contains(ledger.inLog(10).asHead());
        assertRows(committed, false);
        assertRows(aborted, true);
        requireReadyForAppends();
    }

    @Test
    void what_is_there_of_a_run_is_compared_and_only_what_is_missing_goes_in() {
        BoundRun run = decided(3, TransactionOutcome.COMMITTED);
        replayed();
        ledger.store().deleteRow(run.first().value() + 1);
        ledger.store().deleteRow(run.last().value() + 1);

        ReplayReport report = replayed();

        assertThat(report.inserted()).isEqualTo(2);
        assertThat(report.alreadyPresent()).isEqualTo(4);
        assertRows(run, false);
        requireReadyForAppends();
    }

    @Test
    void replaying_runs_again_changes_nothing() {
        decided(3, TransactionOutcome.COMMITTED);
        decided(1, TransactionOutcome.ABORTED);
        replayed();

        ReplayReport again = replayed();

        assertThat(again.inserted()).isZero();
        assertThat(again.alreadyPresent()).isEqualTo(8);
    }

    @Test
    void a_run_at_the_end_of_which_nothing_is_told_is_never_decided_by_a_replay() {
        died.line("before");
        BoundRun run = died.run(2);
        ledger.store().delete();

        ReplayReport report = replayed();

        assertThat(report.undecided()).isEqualTo(2);
        assertThat(report.inserted()).isEqualTo(3);
        assertThat(report.eventsRead()).isEqualTo(5);
        assertThat(report.head()).contains(ledger.inLog(3).asHead());
        assertThat(ledger.idsInLog()).hasSize(5);
        assertThat(identity().epoch()).isZero();
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().settled()).map(OutcomeRecord::outcome).contains(TransactionOutcome.ABORTED);
        }
        assertRows(run, true);
        assertThat(identity().epoch()).isEqualTo(1);
        requireReadyForAppends();
    }

    @Test
    void rows_of_an_undecided_run_are_left_for_the_opening_that_settles_it() {
        BoundRun run = died.run(2);
        died.rows(run);

        assertThat(replayed().undecided()).isEqualTo(2);

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().settled()).map(OutcomeRecord::outcome).contains(TransactionOutcome.COMMITTED);
        }
        assertRows(run, false);
        requireReadyForAppends();
    }

    @Test
    void a_bound_row_whose_void_flag_is_wrong_stops_the_replay_behind_what_lies_before() {
        died.line("before");
        BoundRun run = decided(2, TransactionOutcome.COMMITTED);
        replayed();
        ledger.store().editRow(run.last().value(), RowColumn.VOID, "1");
        ledger.store().deleteRow(3);

        ReplayAnswer.Stopped stopped = stopped();

        assertThat(stopped.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.TransactionDiverged.class,
                        refusal -> assertThat(refusal.message()).contains("is void", "diptych verify"));
        assertThat(stopped.report().inserted()).isEqualTo(1);
    }

    @Test
    void an_ordinary_row_that_is_void_stops_the_replay() {
        ledger.store().editRow(2, RowColumn.VOID, "1");

        assertThat(stopped().refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.Forked.class,
                        refusal -> assertThat(refusal.message()).contains("is void", "no transaction"));
    }

    @Test
    void what_no_writer_leaves_of_a_transaction_stops_the_replay_behind_what_lies_before() {
        died.line("before");
        BoundRun run = died.run(1);
        died.line("inside");
        ledger.store().delete();

        ReplayAnswer.Stopped stopped = stopped();

        assertThat(stopped.refusal()).isInstanceOfSatisfying(OpenRefusal.LogDamaged.class, refusal -> {
            assertThat(refusal.findings()).extracting(Finding::kind).containsExactly(FindingKind.TRANSACTION);
            assertThat(refusal.findings().get(0).sequence()).hasValue(run.last().value() + 1);
        });
        assertThat(stopped.report().inserted()).isEqualTo(3);
    }

    @Test
    void a_store_that_was_made_from_the_log_is_the_one_that_the_newest_boundaries_name() {
        boundaries();
        ledger.store().delete();

        replayed();

        assertThat(identity().storeId().value()).isEqualTo(NEW);
        assertThat(identity().epoch()).isEqualTo(4);
        requireReadyForAppends();
    }

    @Test
    void a_store_that_was_made_from_a_log_without_boundaries_is_of_the_first_epoch() {
        ledger.store().delete();

        replayed();

        assertThat(identity().epoch()).isEqualTo(1);
        requireReadyForAppends();
    }

    @Test
    void a_log_whose_only_boundary_is_void_makes_a_store_of_the_first_epoch() {
        died.outcome(died.run(schemaCutover(2)), TransactionOutcome.ABORTED);
        ledger.store().delete();

        replayed();

        assertThat(identity().epoch()).isEqualTo(1);
        requireReadyForAppends();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_store_that_was_half_made_ends_with_the_same_identity_however_it_goes_on(boolean failedCommitsTookEffect) {
        boundaries();
        for (int dies = 1; dies <= 2; dies++) {
            for (boolean goesOnByReplay : new boolean[] {true, false}) {
                ledger.store().delete();
                dieAtCommit(dies, failedCommitsTookEffect);

                if (goesOnByReplay) {
                    replayed();
                } else {
                    ledger.open().close();
                }

                assertThat(identity().storeId().value()).isEqualTo(NEW);
                assertThat(identity().epoch()).isEqualTo(4);
                ledger.requireInParity();
            }
        }
    }

    @Test
    void the_first_events_of_a_log_can_be_bound() {
        TwinLedger young = TwinLedger.empty();
        young.open().close();
        DeadWriter writer = new DeadWriter(young);
        writer.outcome(writer.run(2), TransactionOutcome.COMMITTED);
        young.store().delete();

        assertThat(young.application().replayLog().replay(Progress.UNSEEN)).isInstanceOf(ReplayAnswer.Replayed.class);
        young.requireInParity();
    }

    /** The replay's nth commit fails, and its process dies. */
    private void dieAtCommit(int nth, boolean takesEffect) {
        Runnable fails = () -> {
            if (takesEffect) {
                ledger.store().failCommitsAfterTheyTookEffect(1);
            } else {
                ledger.store().failCommits(1);
            }
        };
        if (nth == 1) {
            fails.run();
        } else {
            ledger.store().beforeNextCommit(() -> ledger.store().beforeNextCommit(fails));
        }
        assertThat(ledger.application().replayLog().replay(Progress.UNSEEN)).isInstanceOf(ReplayAnswer.Stopped.class);
        ledger.kill();
    }

    private void boundaries() {
        died.outcome(died.run(schemaCutover(2)), TransactionOutcome.COMMITTED);
        died.boundary(new StoreCutover("a".repeat(32), NEW, 3, died.head()));
        died.outcome(died.run(schemaCutover(4)), TransactionOutcome.ABORTED);
        died.outcome(died.run(schemaCutover(4)), TransactionOutcome.COMMITTED);
        died.line("behind");
    }

    private SchemaCutover schemaCutover(long epoch) {
        return new SchemaCutover("plan", new PlanDigest("d".repeat(64)), "2", epoch, died.head(), "operator");
    }

    private BoundRun decided(int count, TransactionOutcome outcome) {
        BoundRun run = died.run(count);
        died.outcome(run, outcome);
        return run;
    }

    private void requireReadyForAppends() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "after");
        }
        ledger.requireInParity();
    }

    private void assertRows(BoundRun run, boolean isVoid) {
        try (StoreReader reader = ledger.parts().store().openForReading()) {
            for (SealedEvent event : run.events()) {
                assertThat(reader.row(event.sequence()).orElseThrow().spells(event))
                        .isTrue();
                assertThat(reader.row(event.sequence()).orElseThrow().isVoid()).isEqualTo(isVoid);
            }
            SealedEvent line = ledger.inLog(run.last().value() + 1);
            assertThat(reader.row(line.sequence()).orElseThrow().holds(line)).isTrue();
        }
    }

    private StoreIdentity identity() {
        try (StoreReader reader = ledger.parts().store().openForReading()) {
            return reader.identity();
        }
    }

    private ReplayReport replayed() {
        return ledger.application()
                .replayLog()
                .replay(Progress.UNSEEN)
                .fold(
                        ReplayAnswer.Replayed::report,
                        stopped -> {
                            throw new AssertionError("it stopped: " + stopped.refusal());
                        },
                        not -> {
                            throw new AssertionError("it was not begun: " + not.refusal());
                        });
    }

    private ReplayAnswer.Stopped stopped() {
        return (ReplayAnswer.Stopped) ledger.application().replayLog().replay(Progress.UNSEEN);
    }
}
