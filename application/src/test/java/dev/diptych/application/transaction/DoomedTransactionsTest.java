package dev.diptych.application.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.contracts.twins.TwinStoreStatements;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.policy.PolicyOutcome;
import dev.diptych.domain.policy.PolicyRuleId;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.BoundAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorTransaction;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.TransactionWork;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything after which nothing of a transaction is kept, whatever its work does then; each swallowed by the caller. */
class DoomedTransactionsTest {
    private final TwinLedger ledger = TwinLedger.of(2);

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified =
            MirrorVerifiedAfterEachTest.verifying(() -> ledger.application().verifyParity());

    @Test
    void an_event_that_the_gate_refuses_dooms_it() {
        assertThat(doomed((mirror, tx) -> {
                    PolicyDecision rejected = mirror.decide(
                            List.of(PolicyContribution.of(
                                    new PolicyRuleId("a.b"), PolicyOutcome.REJECT, "limit reached")),
                            Optional.empty());
                    assertThat(tx.append(TwinLedger.draft("b-2"), rejected))
                            .isInstanceOfSatisfying(
                                    BoundAnswer.NotRecorded.class,
                                    refused ->
                                            assertThat(refused.why()).isInstanceOf(AppendAnswer.PolicyRefused.class));
                }))
                .contains("limit reached");
    }

    @Test
    void an_event_that_was_recorded_before_dooms_it() {
        assertThat(doomed((mirror, tx) -> assertThat(tx.append(TwinLedger.draft("e-1"), TwinLedger.decision(mirror)))
                        .isInstanceOfSatisfying(
                                BoundAnswer.NotRecorded.class,
                                refused -> assertThat(refused.why()).isInstanceOf(AppendAnswer.AlreadyRecorded.class))))
                .contains("recorded before");
    }

    @Test
    void an_event_that_is_in_the_transaction_already_dooms_it() {
        assertThat(doomed((mirror, tx) -> assertThat(tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror)))
                        .isInstanceOfSatisfying(
                                BoundAnswer.NotRecorded.class,
                                refused -> assertThat(refused.why()).isInstanceOf(AppendAnswer.AlreadyRecorded.class))))
                .contains("recorded before");
    }

    @Test
    void an_id_that_is_taken_dooms_it() {
        EventDraft other = EventDraft.of("com.example.other.v1", "{}")
                .withId(TwinLedger.draft("e-1").id().orElseThrow());
        assertThat(doomed((mirror, tx) -> assertThat(tx.append(other, TwinLedger.decision(mirror)))
                        .isInstanceOfSatisfying(
                                BoundAnswer.NotRecorded.class,
                                refused -> assertThat(refused.why()).isInstanceOf(AppendAnswer.EventConflict.class))))
                .contains("is taken");
    }

    @Test
    void an_event_that_is_no_event_dooms_it() {
        assertThat(doomed((mirror, tx) -> assertThat(
                                tx.append(EventDraft.of("diptych.own.v1", "{}"), TwinLedger.decision(mirror)))
                        .isInstanceOf(BoundAnswer.NotRecorded.class)))
                .contains("event_type");
    }

    @Test
    void a_log_without_room_dooms_it() {
        assertThat(doomed((mirror, tx) -> {
                    ledger.log().failing(FaultPlan.atNth(FileOperation.Kind.WRITE, 1, Fault.NO_SPACE));
                    assertThat(tx.append(TwinLedger.draft("b-2"), TwinLedger.decision(mirror)))
                            .isInstanceOfSatisfying(
                                    BoundAnswer.NotRecorded.class,
                                    refused -> assertThat(refused.why()).isInstanceOf(AppendAnswer.NotWritten.class));
                }))
                .contains("was not recorded in it");
    }

    @Test
    void a_full_disk_that_the_caller_swallows_dooms_it() {
        assertThat(doomed((mirror, tx) -> {
                    ledger.store().setFull(true);
                    assertThatThrownBy(
                                    () -> tx.unwrap(TwinStoreStatements.class).put("k", "v"))
                            .isInstanceOf(RuntimeException.class);
                    ledger.store().setFull(false);
                    assertThatThrownBy(() -> tx.append(TwinLedger.draft("b-2"), TwinLedger.decision(mirror)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("doomed");
                }))
                .isNotBlank();
        assertThat(ledger.store().callersValues()).isEmpty();
    }

    @Test
    void a_row_for_which_there_is_no_room_dooms_it() {
        assertThat(doomed((mirror, tx) -> {
                    ledger.store().setFull(true);
                    assertThatThrownBy(() -> tx.append(TwinLedger.draft("b-2"), TwinLedger.decision(mirror)))
                            .isInstanceOf(RuntimeException.class);
                    ledger.store().setFull(false);
                }))
                .isNotBlank();
        assertThat(ledger.inLog(4).id().value()).isEqualTo("b-2");
    }

    @Test
    void a_conflict_that_rolls_back_inside_dooms_it() {
        assertThat(doomed((mirror, tx) -> assertThatThrownBy(
                                () -> tx.unwrap(TwinStoreStatements.class).conflictThatRollsBack())
                        .isInstanceOf(RuntimeException.class)))
                .contains("conflict");
    }

    @Test
    void a_second_database_dooms_it() {
        assertThat(doomed((mirror, tx) -> tx.unwrap(TwinStoreStatements.class).attach()))
                .contains("attached");
    }

    @Test
    void a_savepoint_that_took_a_bound_row_dooms_it() {
        assertThat(doomed((mirror, tx) -> tx.unwrap(TwinStoreStatements.class)
                        .takingBack(() -> tx.append(TwinLedger.draft("b-2"), TwinLedger.decision(mirror)))))
                .contains("savepoint");
    }

    @Test
    void asking_for_what_the_store_has_not_dooms_it() {
        assertThat(doomed((mirror, tx) ->
                        assertThatThrownBy(() -> tx.unwrap(Thread.class)).isInstanceOf(IllegalArgumentException.class)))
                .contains("has no java.lang.Thread");
    }

    @Test
    void a_sealed_event_that_the_log_has_not_dooms_it() {
        TwinLedger other = TwinLedger.of(5);
        assertThat(doomed((mirror, tx) -> tx.mirror(other.inLog(5)))).contains("was not mirrored in it");
    }

    @Test
    void its_work_can_doom_it_and_the_first_reason_counts() {
        assertThat(doomed((mirror, tx) -> {
                    tx.doom("the total does not add up");
                    assertThatThrownBy(() -> tx.doom("second")).isInstanceOf(IllegalStateException.class);
                }))
                .isEqualTo("the total does not add up");
    }

    @Test
    void another_thread_is_refused_and_dooms_it() {
        assertThat(doomed((mirror, tx) -> {
                    PolicyDecision decision = TwinLedger.decision(mirror);
                    CompletableFuture<BoundAnswer> elsewhere =
                            CompletableFuture.supplyAsync(() -> tx.append(TwinLedger.draft("b-2"), decision));
                    assertThatThrownBy(elsewhere::join).hasCauseInstanceOf(IllegalStateException.class);
                }))
                .contains("used by the thread that runs it");
    }

    @Test
    void a_commit_that_a_statement_hid_is_told_as_what_it_was() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Committed<String> committed = Ended.committed(mirror.inTransaction(tx -> {
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                tx.unwrap(TwinStoreStatements.class).put("order", "placed");
                tx.unwrap(TwinStoreStatements.class).hiddenCommit();
                assertThatThrownBy(() -> tx.append(TwinLedger.draft("b-2"), TwinLedger.decision(mirror)))
                        .isInstanceOf(IllegalStateException.class);
                return "done";
            }));
            assertThat(committed.events()).hasSize(1);

            assertThatThrownBy(() -> mirror.inTransaction(tx -> {
                        tx.append(TwinLedger.draft("b-3"), TwinLedger.decision(mirror));
                        tx.unwrap(TwinStoreStatements.class).hiddenCommit();
                        throw new IllegalArgumentException("too late");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("committed by a statement inside it")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
            ledger.append(mirror, "e-3");
        }
        assertThat(ledger.inLog(4).type().value()).isEqualTo("diptych.transaction.committed.v1");
        assertThat(ledger.inLog(6).type().value()).isEqualTo("diptych.transaction.committed.v1");
    }

    @Test
    void after_its_end_everything_is_refused() {
        AtomicReference<MirrorTransaction> kept = new AtomicReference<>();
        try (Mirror mirror = ledger.open()) {
            Ended.committed(mirror.inTransaction(tx -> {
                kept.set(tx);
                return tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
            }));
            PolicyDecision decision = TwinLedger.decision(mirror);
            MirrorTransaction over = kept.get();

            assertThatThrownBy(() -> over.append(TwinLedger.draft("b-2"), decision))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has ended");
            assertThatThrownBy(() -> over.unwrap(TwinStoreStatements.class)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> over.mirror(ledger.inLog(1))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> over.doom("late")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_work_that_throws_because_it_was_doomed_is_told_the_first_reason_and_what_it_threw() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.RolledBack<BoundAnswer> rolledBack = Ended.rolledBack(mirror.inTransaction(tx -> {
                tx.doom("the total does not add up");
                return tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
            }));

            assertThat(rolledBack.why()).isEqualTo("the total does not add up");
            assertThat(rolledBack.cause()).containsInstanceOf(IllegalStateException.class);
            assertThat(rolledBack.voidEvents()).isEmpty();
        }
    }

    /** What dooms a transaction that has one bound event and one value already. */
    private interface Dooming {
        void in(Mirror mirror, MirrorTransaction tx);
    }

    /** Why it was rolled back, behind which the ledger goes on as if nothing were. */
    private String doomed(Dooming dooming) {
        try (Mirror mirror = ledger.open()) {
            TransactionWork<String> work = tx -> {
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                tx.unwrap(TwinStoreStatements.class).put("order", "placed");
                dooming.in(mirror, tx);
                return "swallowed";
            };
            TransactionAnswer.RolledBack<String> rolledBack = Ended.rolledBack(mirror.inTransaction(work));

            assertThat(rolledBack.voidEvents()).isNotEmpty();
            assertThat(rolledBack.outcomePending()).isEmpty();
            assertThat(ledger.store().callersValues()).isEmpty();
            ledger.append(mirror, "e-3");
            return rolledBack.why();
        }
    }
}
