package dev.diptych.application.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.contracts.twins.TwinStoreCommitFault;
import dev.diptych.contracts.twins.TwinStoreStatements;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.BoundAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.TransactionAnswer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of transactions of which log or store cannot be told at once, and ends that nobody knows. */
class OutcomePendingTest {
    private static final String COMMITTED = "diptych.transaction.committed.v1";
    private static final String ABORTED = "diptych.transaction.aborted.v1";

    private static final FaultPlan NO_ROOM_IN_THE_LOG = operation -> operation.kind() == FileOperation.Kind.WRITE
                    && operation.path().toString().endsWith(".jsonl")
            ? Optional.of(Fault.NO_SPACE)
            : Optional.empty();

    private final TwinLedger ledger = TwinLedger.of(2);

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified =
            MirrorVerifiedAfterEachTest.verifying(() -> ledger.application().verifyParity());

    @Test
    void a_log_that_is_full_at_the_outcome_lets_nothing_be_appended_before_it_is_told() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Committed<BoundAnswer> committed = Ended.committed(mirror.inTransaction(tx -> {
                BoundAnswer bound = tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                ledger.log().failing(NO_ROOM_IN_THE_LOG);
                return bound;
            }));
            assertThat(committed.outcomePending())
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("does not tell the outcome of the bound events 3 to 3", "tried again"));
            assertThat(mirror.state().stopped()).isEmpty();

            assertThat(mirror.append(TwinLedger.draft("e-3"), TwinLedger.decision(mirror)))
                    .isInstanceOfSatisfying(
                            AppendAnswer.NotWritten.class,
                            refused -> assertThat(refused.message())
                                    .contains("nothing may come before an outcome", "bound events 3 to 3"));
            assertThat(Ended.notBegun(mirror.inTransaction(tx -> "never")).message())
                    .contains("bound events 3 to 3");

            ledger.log().failing(FaultPlan.NONE);
            ledger.append(mirror, "e-3");
        }
        assertThat(ledger.inLog(4).type().value()).isEqualTo(COMMITTED);
        assertThat(ledger.inLog(5).id().value()).isEqualTo("e-3");
    }

    @Test
    void an_outcome_that_was_not_told_is_told_when_the_mirror_is_closed() {
        try (Mirror mirror = ledger.open()) {
            assertThat(abortedWithoutRoom(mirror).outcomePending()).isPresent();
            ledger.log().failing(FaultPlan.NONE);
        }
        assertThat(ledger.inLog(4).type().value()).isEqualTo(ABORTED);
        assertThat(ledger.inLog(4).payload().toString()).contains("\"decided_by\":\"caller\"");
    }

    @Test
    void an_outcome_that_was_never_told_is_told_by_the_next_opening() {
        try (Mirror mirror = ledger.open()) {
            assertThat(abortedWithoutRoom(mirror).outcomePending()).isPresent();
        }
        ledger.log().failing(FaultPlan.NONE);
        ledger.open().close();

        assertThat(ledger.inLog(4).type().value()).isEqualTo(ABORTED);
        assertThat(ledger.inLog(4).payload().toString()).contains("\"decided_by\":\"recovery\"");
    }

    private TransactionAnswer.RolledBack<Void> abortedWithoutRoom(Mirror mirror) {
        return Ended.rolledBack(mirror.inTransaction(tx -> {
            tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
            ledger.log().failing(NO_ROOM_IN_THE_LOG);
            throw new IllegalStateException("no");
        }));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_force_that_fails_at_the_outcome_leaves_the_end_certain_and_stops_the_writer(boolean commits) {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer<Void> answer = mirror.inTransaction(tx -> {
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                ledger.log().failing(FaultPlan.atNth(FileOperation.Kind.FORCE, 1, Fault.ERROR));
                if (!commits) {
                    throw new IllegalStateException("no");
                }
                return null;
            });
            assertThat(
                            commits
                                    ? Ended.committed(answer).outcomePending()
                                    : Ended.rolledBack(answer).outcomePending())
                    .hasValueSatisfying(why ->
                            assertThat(why).contains("writes nothing more", "open the ledger again, which tells it"));
            assertThat(mirror.state().stopped()).isPresent();
            assertThat(mirror.append(TwinLedger.draft("e-3"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.NotWritten.class);
            assertThat(Ended.notBegun(mirror.inTransaction(tx -> "never")).message())
                    .contains("takes no more appends");
        }
        ledger.log().failing(FaultPlan.NONE);
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "e-3");
        }
        assertThat(ledger.inLog(4).type().value()).isEqualTo(commits ? COMMITTED : ABORTED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_store_that_is_busy_at_the_outcome_gets_it_with_the_next_append_in_order(boolean commits) {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer<Void> answer = mirror.inTransaction(tx -> {
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                tx.append(TwinLedger.draft("b-2"), TwinLedger.decision(mirror));
                ledger.store().beBusyFor(2);
                if (!commits) {
                    throw new IllegalStateException("no");
                }
                return null;
            });
            assertThat(
                            commits
                                    ? Ended.committed(answer).outcomePending()
                                    : Ended.rolledBack(answer).outcomePending())
                    .hasValueSatisfying(why -> assertThat(why).contains("at sequence 5", "the store is behind"));
            assertThat(mirror.state().pendingEvents()).isEqualTo(commits ? 1 : 3);

            assertThat(mirror.append(TwinLedger.draft("e-3"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.MirrorPending.class);
            ledger.append(mirror, "e-4");
            assertThat(mirror.state().pendingEvents()).isZero();
        }
    }

    @Test
    void a_transaction_does_not_begin_while_events_are_pending() {
        try (Mirror mirror = ledger.open()) {
            ledger.store().beBusyFor(2);
            assertThat(mirror.append(TwinLedger.draft("e-3"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.MirrorPending.class);

            assertThat(Ended.notBegun(mirror.inTransaction(tx -> "never")).message())
                    .contains("was not begun", "1 events are pending", "Nothing was written");
            assertThat(Ended.committed(mirror.inTransaction(tx -> "now")).value())
                    .isEqualTo("now");
        }
    }

    @Test
    void a_transaction_does_not_begin_while_another_writer_has_the_store() {
        try (Mirror mirror = ledger.open()) {
            ledger.store().beBusyFor(1);

            assertThat(Ended.notBegun(mirror.inTransaction(tx -> "never")).message())
                    .contains("was not begun", "held by another writer");
            ledger.append(mirror, "e-3");
        }
    }

    @ParameterizedTest
    @EnumSource(TwinStoreCommitFault.class)
    void a_commit_that_fails_ends_as_committed_or_aborted_once_and_for_all(TwinStoreCommitFault fault) {
        boolean broken = fault == TwinStoreCommitFault.FORCE_FAILED_AND_GONE
                || fault == TwinStoreCommitFault.FORCE_FAILED_AND_COMES_BACK;
        boolean kept = fault == TwinStoreCommitFault.KEPT || fault == TwinStoreCommitFault.FORCE_FAILED_AND_COMES_BACK;
        Mirror mirror = ledger.open();
        TransactionAnswer<String> answer = mirror.inTransaction(tx -> {
            tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
            tx.unwrap(TwinStoreStatements.class).put("order", "placed");
            ledger.store().failNextBoundCommit(fault);
            return "done";
        });
        if (broken) {
            assertThat(Ended.unknown(answer).message()).contains("is not known", "open the ledger again");
            assertThat(Ended.unknown(answer).events()).hasSize(1);
            assertThat(mirror.append(TwinLedger.draft("e-3"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.NotWritten.class);
            ledger.kill();
        } else if (kept) {
            assertThat(Ended.committed(answer).outcomePending()).isEmpty();
            mirror.close();
        } else {
            assertThat(Ended.rolledBack(answer).outcomePending()).isEmpty();
            mirror.close();
        }

        for (int again = 0; again < 3; again++) {
            ledger.open().close();
            assertThat(ledger.inLog(4).type().value()).isEqualTo(kept ? COMMITTED : ABORTED);
            assertThat(ledger.idsInLog()).hasSize(4);
            assertThat(ledger.store().callersValues().containsKey("order")).isEqualTo(kept);
        }
    }

    @Test
    void a_commit_in_a_shared_store_is_settled_before_it_is_told() {
        ledger.store().setShared(true);
        try (Mirror mirror = ledger.open()) {
            Ended.committed(
                    mirror.inTransaction(tx -> tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror))));
            ledger.append(mirror, "e-3");
        }
        ledger.store().setShared(false);
        assertThat(ledger.inLog(4).type().value()).isEqualTo(COMMITTED);
    }

    @Test
    void settling_that_fails_leaves_the_end_to_the_next_opening() {
        ledger.store().setShared(true);
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Unknown<BoundAnswer> unknown = Ended.unknown(mirror.inTransaction(tx -> {
                BoundAnswer bound = tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                ledger.store().failNextCheckpoint();
                return bound;
            }));
            assertThat(unknown.message()).contains("is not known");
            assertThat(mirror.state().stopped()).isPresent();
        }
        ledger.store().setShared(false);
        ledger.open().close();
        assertThat(ledger.inLog(4).type().value()).isEqualTo(COMMITTED);
    }

    @Test
    void an_uncertain_commit_without_bound_events_is_told_as_unknown_and_appends_go_on() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Unknown<String> unknown = Ended.unknown(mirror.inTransaction(tx -> {
                tx.unwrap(TwinStoreStatements.class).put("order", "placed");
                ledger.store().failNextBoundCommit(TwinStoreCommitFault.NOT_KEPT);
                return "done";
            }));
            assertThat(unknown.events()).isEmpty();
            assertThat(unknown.message()).contains("look at what it changed");
            ledger.append(mirror, "e-3");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_force_that_fails_at_a_bound_event_leaves_the_transaction_rolled_back_and_told_at_the_next_opening(long nth) {
        try (Mirror mirror = ledger.open()) {
            ledger.log().failing(FaultPlan.atNth(FileOperation.Kind.FORCE, nth, Fault.ERROR));
            TransactionAnswer.RolledBack<String> rolledBack = Ended.rolledBack(mirror.inTransaction(tx -> {
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                tx.append(TwinLedger.draft("b-2"), TwinLedger.decision(mirror));
                return "swallowed";
            }));
            assertThat(rolledBack.voidEvents()).hasSize((int) nth - 1);
            assertThat(rolledBack.outcomePending().isPresent()).isEqualTo(nth > 1);
            assertThat(mirror.state().stopped()).isPresent();
        }
        ledger.log().failing(FaultPlan.NONE);
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "e-3");
        }
        assertThat(ledger.store().callersValues()).isEmpty();
    }
}
