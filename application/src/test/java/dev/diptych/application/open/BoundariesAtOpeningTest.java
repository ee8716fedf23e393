package dev.diptych.application.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which store may be written, by the boundaries that it has and those that it meets. */
class BoundariesAtOpeningTest {
    private static final StoreId NEW = new StoreId("b".repeat(32));
    private static final StoreId ANOTHER = new StoreId("c".repeat(32));

    private final TwinLedger ledger = TwinLedger.of(2);
    private final DeadWriter died = new DeadWriter(ledger);
    private final StoreId old = identity().storeId();

    @Test
    void an_old_store_that_meets_the_boundary_to_another_is_told_which_and_gets_no_row() {
        died.line("before");
        died.boundary(storeCutover(NEW, 2));
        died.line("behind");

        assertThat(ledger.refusal()).isInstanceOfSatisfying(OpenRefusal.Superseded.class, refusal -> {
            assertThat(refusal.by()).isEqualTo(NEW);
            assertThat(refusal.at()).isEqualTo(Sequence.of(4));
            assertThat(refusal.message())
                    .contains(old.value(), NEW.value(), "sequence 4", "Nothing was changed", "Next: name that store");
        });
        assertThat(stopped().refusal()).isInstanceOf(OpenRefusal.Superseded.class);
        assertThat(highest()).isEqualTo(2);
    }

    @Test
    void an_old_store_that_has_the_boundary_to_another_is_refused_by_its_own_row() {
        ledger.store().putRow(died.boundary(storeCutover(NEW, 2)));

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.Superseded.class);
        assertThat(ledger.application().replayLog().replay(Progress.UNSEEN))
                .isInstanceOfSatisfying(
                        ReplayAnswer.NotBegun.class,
                        not -> assertThat(not.refusal()).isInstanceOf(OpenRefusal.Superseded.class));
    }

    @Test
    void the_store_that_the_boundary_names_is_rolled_forward_over_it_and_written() {
        died.boundary(storeCutover(NEW, 2));
        replaceStore(NEW, 2);

        openAppendAndClose("after");

        assertThat(identity().storeId()).isEqualTo(NEW);
        assertThat(identity().epoch()).isEqualTo(2);
        openAppendAndClose("again");
    }

    @Test
    void a_store_that_is_to_take_the_others_place_is_not_written_before_the_log_says_that_it_has() {
        replaceStore(NEW, 2);

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.Unavailable.class,
                        refusal -> assertThat(refusal.message())
                                .contains(NEW.value(), "that has not happened", "diptych cutover run"));
    }

    @Test
    void what_an_attempt_left_that_another_cutover_overtook_is_superseded() {
        died.boundary(storeCutover(NEW, 2));
        replaceStore(ANOTHER, 2);

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.Superseded.class,
                        refusal -> assertThat(refusal.by()).isEqualTo(NEW));
    }

    @Test
    void earlier_boundaries_are_history_to_the_store_that_took_the_place_behind_them() {
        died.outcome(died.run(schemaCutover(2)), TransactionOutcome.COMMITTED);
        died.boundary(storeCutover(ANOTHER, 3));
        died.boundary(storeCutover(NEW, 4));
        replaceStore(NEW, 4);

        openAppendAndClose("after");

        assertThat(identity().epoch()).isEqualTo(4);
    }

    @Test
    void a_store_restored_from_before_a_committed_cutover_is_refused_with_the_ways_on_and_gets_nothing() {
        died.line("before");
        BoundRun run = died.run(schemaCutover(2));
        died.outcome(run, TransactionOutcome.COMMITTED);
        died.line("behind");

        assertThat(ledger.refusal()).isInstanceOfSatisfying(OpenRefusal.StorePredatesCutover.class, refusal -> {
            assertThat(refusal.at()).isEqualTo(run.first());
            assertThat(refusal.message())
                    .contains(
                            "sequence 4",
                            "epoch 1",
                            "epoch 2",
                            "Nothing was changed",
                            "newer backup of the store",
                            "both copies from the same backup",
                            "diptych replay",
                            "not the caller's tables");
        });
        assertThat(stopped().refusal()).isInstanceOf(OpenRefusal.StorePredatesCutover.class);
        assertThat(highest()).isEqualTo(2);
    }

    @Test
    void a_void_boundary_moves_no_authority() {
        died.outcome(died.run(schemaCutover(2)), TransactionOutcome.ABORTED);

        openAppendAndClose("after");
        openAppendAndClose("again");

        assertThat(identity().epoch()).isEqualTo(1);
    }

    @Test
    void of_several_boundaries_the_newest_that_was_committed_counts() {
        died.outcome(died.run(schemaCutover(2)), TransactionOutcome.ABORTED);
        openAppendAndClose("a");
        committedInPlace(2);
        openAppendAndClose("b");
        died.outcome(died.run(schemaCutover(3)), TransactionOutcome.ABORTED);
        openAppendAndClose("c");
        committedInPlace(3);
        died.outcome(died.run(schemaCutover(4)), TransactionOutcome.ABORTED);
        openAppendAndClose("d");

        assertThat(identity().epoch()).isEqualTo(3);
        assertThat(identity().storeId()).isEqualTo(old);
    }

    @Test
    void a_cutover_that_died_between_its_commit_and_its_outcome_is_found_in_order_and_told_as_committed() {
        BoundRun run = died.run(schemaCutover(2));
        died.rows(run, BoundStoreTransaction::raiseEpoch);

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().settled()).map(OutcomeRecord::outcome).contains(TransactionOutcome.COMMITTED);
        }
        assertThat(identity().epoch()).isEqualTo(2);
        openAppendAndClose("after");
    }

    @Test
    void a_cutover_that_died_before_its_commit_is_told_as_aborted_and_the_epoch_is_as_it_was() {
        died.run(schemaCutover(2));

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().settled()).map(OutcomeRecord::outcome).contains(TransactionOutcome.ABORTED);
        }
        assertThat(identity().epoch()).isEqualTo(1);
        openAppendAndClose("after");
    }

    @Test
    void a_store_whose_epoch_is_not_what_its_own_rows_say_is_damaged() {
        BoundRun run = died.run(schemaCutover(2));
        died.rows(run, tx -> {});
        died.outcome(run, TransactionOutcome.COMMITTED);

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.StoreDamaged.class,
                        refusal -> assertThat(refusal.message()).contains("epoch 1", "epoch 2", "sequence 3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diptych.store.cutover.v1  | {\"to\":\"a\"}",
                "diptych.schema.cutover.v1 | {}",
                "diptych.store.cutover.v2  | {}",
                "diptych.transaction.committed.v1 | {\"first_seq\":1}",
                "diptych.transaction.undone.v1    | {}",
            })
    void a_boundary_or_an_outcome_of_a_later_version_is_read_and_not_written_behind(String type, String payload) {
        died.own(type, payload, false);

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.UnknownVersion.class,
                        refusal -> assertThat(refusal.message()).contains(type, "newer program"));
        assertThat(stopped().refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class);
        assertThat(highest()).isEqualTo(2);
    }

    @Test
    void a_boundary_of_a_later_version_in_the_store_is_not_written_behind_either() {
        ledger.store().putRow(died.own("diptych.store.cutover.v1", "{}", false));

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class);
    }

    private void committedInPlace(long epoch) {
        BoundRun run = died.run(schemaCutover(epoch));
        died.rows(run, BoundStoreTransaction::raiseEpoch);
        died.outcome(run, TransactionOutcome.COMMITTED);
    }

    private void replaceStore(StoreId id, long epoch) {
        ledger.store().delete();
        ledger.parts().store().create(id, epoch).close();
    }

    private void openAppendAndClose(String id) {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, id);
        }
        ledger.requireInParity();
    }

    private ReplayAnswer.Stopped stopped() {
        return (ReplayAnswer.Stopped) ledger.application().replayLog().replay(Progress.UNSEEN);
    }

    private StoreIdentity identity() {
        try (StoreReader reader = ledger.parts().store().openForReading()) {
            return reader.identity();
        }
    }

    private long highest() {
        try (StoreReader reader = ledger.parts().store().openForReading()) {
            return reader.highestSequence().value();
        }
    }

    private BoundaryEvent storeCutover(StoreId to, long epoch) {
        return new StoreCutover(old.value(), to.value(), epoch, died.head());
    }

    private BoundaryEvent schemaCutover(long epoch) {
        return new SchemaCutover("plan", new PlanDigest("d".repeat(64)), "2", epoch, died.head(), "operator");
    }
}
