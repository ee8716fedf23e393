package dev.diptych.application.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.OutcomeEvent;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.OpeningReport;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening makes of a transaction that a dead process left, in every state in which it can be left. */
class UndecidedAtOpeningTest {
    private final TwinLedger ledger = TwinLedger.of(2);
    private final DeadWriter died = new DeadWriter(ledger);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void a_run_whose_rows_are_all_there_is_told_as_committed_and_happened(int count) {
        BoundRun run = died.run(count);
        died.rows(run, tx -> {});

        OpeningReport report = openAndClose();

        assertThat(report.settled()).contains(OutcomeRecord.of(run, TransactionOutcome.COMMITTED, DecidedBy.RECOVERY));
        assertThat(report.rolledForward()).isEqualTo(1);
        assertThat(report.hasMended()).isTrue();
        assertTold(run, TransactionOutcome.COMMITTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void a_run_without_rows_is_told_as_aborted_and_its_rows_are_void(int count) {
        BoundRun run = died.run(count);

        OpeningReport report = openAndClose();

        assertThat(report.settled()).contains(OutcomeRecord.of(run, TransactionOutcome.ABORTED, DecidedBy.RECOVERY));
        assertThat(report.rolledForward()).isEqualTo(count + 1);
        assertTold(run, TransactionOutcome.ABORTED);
    }

    @Test
    void a_run_of_which_only_some_rows_are_there_is_refused_and_nothing_is_told() {
        BoundRun run = died.run(3);
        ledger.store().putRow(run.events().get(0));
        ledger.store().putRow(run.events().get(1));

        assertThat(ledger.refusal()).isInstanceOfSatisfying(OpenRefusal.TransactionDiverged.class, refusal -> {
            assertThat(refusal.at()).isEqualTo(run.first());
            assertThat(refusal.message())
                    .contains("2 rows of 3", "one transaction wrote all or none", "Next: diptych verify");
        });
        assertThat(ledger.idsInLog()).hasSize(5);
    }

    @Test
    void a_run_that_has_a_void_row_before_anything_is_told_is_refused() {
        BoundRun run = died.run(1);
        died.voidRows(run);

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.TransactionDiverged.class);
        assertThat(ledger.idsInLog()).hasSize(3);
    }

    @Test
    void a_run_whose_row_is_another_event_is_a_fork() {
        died.run(1);
        SealedEvent other = new DeadWriter(TwinLedger.of(2)).line("other");
        ledger.store().putRow(other);

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.Forked.class);
    }

    @ParameterizedTest
    @EnumSource(TransactionOutcome.class)
    void an_answer_that_a_recovery_pinned_before_it_died_is_told_by_the_next(TransactionOutcome outcome) {
        BoundRun run = died.run(2);
        if (outcome == TransactionOutcome.COMMITTED) {
            died.rows(run, tx -> {});
        }
        died.pin(run, outcome);

        assertThat(openAndClose().settled()).map(OutcomeRecord::outcome).contains(outcome);
        assertTold(run, outcome);
    }

    @Test
    void an_answer_that_was_pinned_and_that_the_rows_contradict_is_refused() {
        BoundRun run = died.run(1);
        died.pin(run, TransactionOutcome.COMMITTED);

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.TransactionDiverged.class);
    }

    @Test
    void an_answer_that_is_left_over_from_an_earlier_run_says_nothing() {
        BoundRun first = died.run(1);
        died.pin(first, TransactionOutcome.ABORTED);
        died.outcome(first, TransactionOutcome.ABORTED);
        BoundRun second = died.run(1);

        assertThat(openAndClose().settled()).map(OutcomeRecord::first).contains(second.first());
        assertTold(first, TransactionOutcome.ABORTED);
    }

    @ParameterizedTest
    @EnumSource(TransactionOutcome.class)
    void an_outcome_that_was_told_and_not_mirrored_goes_in_with_what_is_missing_of_its_run(TransactionOutcome outcome) {
        BoundRun run = died.run(2);
        if (outcome == TransactionOutcome.COMMITTED) {
            died.rows(run, tx -> {});
            died.pin(run, outcome);
        }
        died.outcome(run, outcome);

        OpeningReport report = openAndClose();

        assertThat(report.settled()).isEmpty();
        assertThat(report.rolledForward()).isEqualTo(outcome == TransactionOutcome.COMMITTED ? 1 : 3);
        assertTold(run, outcome);
    }

    @Test
    void once_the_log_tells_that_a_run_was_committed_rows_that_a_store_lost_are_brought_back() {
        BoundRun run = died.run(3);
        died.outcome(run, TransactionOutcome.COMMITTED);
        died.line("behind");

        assertThat(openAndClose().rolledForward()).isEqualTo(5);
        assertTold(run, TransactionOutcome.COMMITTED);
    }

    @Test
    void an_outcome_that_the_rows_deny_is_refused_in_both_directions() {
        BoundRun run = died.run(1);
        died.rows(run, tx -> {});
        died.outcome(run, TransactionOutcome.ABORTED);
        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.TransactionDiverged.class,
                        refusal -> assertThat(refusal.message()).contains("aborted", "is not void"));

        TwinLedger second = TwinLedger.of(1);
        DeadWriter other = new DeadWriter(second);
        BoundRun denied = other.run(1);
        other.voidRows(denied);
        other.outcome(denied, TransactionOutcome.COMMITTED);
        assertThat(second.refusal()).isInstanceOf(OpenRefusal.TransactionDiverged.class);
    }

    @Test
    void many_runs_and_events_between_them_are_rolled_forward_in_their_order() {
        for (int i = 0; i < 6; i++) {
            BoundRun run = died.run(1 + i % 3);
            died.outcome(run, i % 2 == 0 ? TransactionOutcome.ABORTED : TransactionOutcome.COMMITTED);
            died.line("between-" + i);
        }
        BoundRun last = died.run(2);

        OpeningReport report = openAndClose();

        assertThat(report.settled()).map(OutcomeRecord::first).contains(last.first());
        ledger.requireInParity();
        assertThat(openAndClose().hasMended()).isFalse();
    }

    @Test
    void the_first_events_of_a_ledger_can_be_bound_and_undecided() {
        TwinLedger young = TwinLedger.empty();
        young.open().close();
        DeadWriter writer = new DeadWriter(young);
        BoundRun run = writer.run(2);
        writer.rows(run, tx -> {});

        try (Mirror mirror = young.open()) {
            assertThat(mirror.opening().settled()).map(OutcomeRecord::outcome).contains(TransactionOutcome.COMMITTED);
            young.append(mirror, "after");
        }
        young.requireInParity();
    }

    @Test
    void the_position_of_a_bound_transaction_hides_nothing_because_it_lies_before_the_run() {
        BoundRun run = died.run(2);
        died.rows(run, tx -> {});
        Sequence position = ledger.parts()
                .store()
                .openForReading()
                .position()
                .orElseThrow()
                .event()
                .sequence();

        assertThat(position).isEqualTo(Sequence.of(2));
        assertThat(openAndClose().settled()).isPresent();
        assertThat(ledger.parts()
                        .store()
                        .openForReading()
                        .position()
                        .orElseThrow()
                        .event()
                        .sequence())
                .isEqualTo(Sequence.of(5));
    }

    @Test
    void appends_go_on_behind_a_run_that_was_settled() {
        BoundRun run = died.run(1);

        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "after");
        }
        assertThat(ledger.idsInLog()).hasSize(5);
        assertTold(run, TransactionOutcome.ABORTED);
    }

    private OpeningReport openAndClose() {
        try (Mirror mirror = ledger.open()) {
            return mirror.opening();
        }
    }

    private void assertTold(BoundRun run, TransactionOutcome outcome) {
        SealedEvent line = ledger.inLog(run.last().value() + 1);
        Optional<OutcomeRecord> said = OutcomeEvent.of(line).map(OutcomeRecord.class::cast);
        assertThat(said).map(OutcomeRecord::outcome).contains(outcome);
        assertThat(said).map(OutcomeRecord::first).contains(run.first());
        try (var reader = ledger.parts().store().openForReading()) {
            for (SealedEvent event : run.events()) {
                StoredRow row = reader.row(event.sequence()).orElseThrow();
                assertThat(row.spells(event)).isTrue();
                assertThat(row.isVoid()).isEqualTo(outcome.isVoiding());
            }
            assertThat(reader.row(line.sequence()).orElseThrow().holds(line)).isTrue();
            assertThat(reader.pinned()).isEmpty();
        }
    }
}
