package dev.diptych.application.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.MirrorSettings;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.contracts.twins.TwinCallersTransaction;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.NotOurTransactionException;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BindAnswer;
import dev.diptych.ports.driving.BoundEvent;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.SettleAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An event in a transaction that the caller begins and ends on a connection of its own. */
class BoundEventsTest {
    private final TwinLedger ledger = TwinLedger.of(2);

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified =
            MirrorVerifiedAfterEachTest.verifying(() -> ledger.application().verifyParity());

    @Test
    void what_the_caller_commits_happened_and_is_told() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            assertThat(bound.receipt()).isEqualTo(AppendReceipt.of(ledger.inLog(3)));
            TwinCallersTransaction callers = ledger.store().begin();
            callers.values().put("order", "placed");

            assertThat(bound.mirrorInto(callers)).isEqualTo(new MirrorSingleEventOutcome.Inserted(Sequence.of(3)));
            assertThat(bound.mirrorInto(callers))
                    .isEqualTo(new MirrorSingleEventOutcome.AlreadyPresent(Sequence.of(3)));
            callers.commit();

            SettleAnswer settled = bound.settle();
            assertThat(settled).isEqualTo(new SettleAnswer.Committed(bound.receipt(), Optional.empty()));
            assertThat(bound.settle()).isSameAs(settled);
            ledger.append(mirror, "e-3");
        }
        assertOutcome("committed", "caller");
        assertThat(ledger.store().callersValues()).containsEntry("order", "placed");
    }

    @Test
    void what_the_caller_rolls_back_is_void() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            TwinCallersTransaction callers = ledger.store().begin();
            bound.mirrorInto(callers);
            callers.rollback();

            assertThat(bound.settle()).isEqualTo(new SettleAnswer.RolledBack(bound.receipt(), Optional.empty()));
            TwinCallersTransaction next = ledger.store().begin();
            assertThatThrownBy(() -> bound.mirrorInto(next))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is settled");
            next.rollback();
            ledger.append(mirror, "e-3");
        }
        assertOutcome("aborted", "caller");
    }

    @Test
    void what_was_never_mirrored_is_void() {
        try (Mirror mirror = ledger.open()) {
            assertThat(bind(mirror, "b-1").settle()).isInstanceOf(SettleAnswer.RolledBack.class);
        }
        assertOutcome("aborted", "caller");
    }

    @Test
    void a_first_event_of_a_ledger_may_be_bound() {
        TwinLedger unborn = TwinLedger.empty();
        try (Mirror mirror = unborn.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            TwinCallersTransaction callers = unborn.store().begin();
            bound.mirrorInto(callers);
            callers.commit();
            assertThat(bound.settle()).isInstanceOf(SettleAnswer.Committed.class);
        }
        unborn.requireInParity();
    }

    @Test
    void while_the_callers_transaction_runs_nothing_is_settled() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            TwinCallersTransaction callers = ledger.store().begin();
            bound.mirrorInto(callers);

            assertThat(bound.settle())
                    .isInstanceOfSatisfying(
                            SettleAnswer.StillRunning.class,
                            running -> assertThat(running.message())
                                    .contains("cannot be settled yet", "held by another writer"));
            callers.commit();
            assertThat(bound.settle()).isInstanceOf(SettleAnswer.Committed.class);
        }
        assertOutcome("committed", "caller");
    }

    @Test
    void what_is_no_transaction_on_this_store_is_refused() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");

            assertThatThrownBy(() -> bound.mirrorInto("a string")).isInstanceOf(NotOurTransactionException.class);
            assertThatThrownBy(() -> bound.mirrorInto(TwinLedger.of(1).store().begin()))
                    .isInstanceOf(NotOurTransactionException.class);
            bound.settle();
        }
    }

    @Test
    void the_thread_that_bound_it_is_refused_until_it_is_settled() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            PolicyDecision decision = TwinLedger.decision(mirror);
            assertThat(mirror.state().heldSince()).isPresent();

            assertThat(mirror.append(TwinLedger.draft("e-3"), decision))
                    .isInstanceOf(AppendAnswer.InsideTransaction.class);
            assertThat(mirror.bind(TwinLedger.draft("e-3"), decision)).isInstanceOf(BindAnswer.NotBound.class);
            assertThat(Ended.notBegun(mirror.inTransaction(tx -> "never")).message())
                    .contains("this thread holds");
            bound.settle();
            assertThat(mirror.state().heldSince()).isEmpty();
            ledger.append(mirror, "e-3");
        }
    }

    @Test
    void another_thread_may_settle_it() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");

            assertThat(CompletableFuture.supplyAsync(bound::settle).join()).isInstanceOf(SettleAnswer.RolledBack.class);
            ledger.append(mirror, "e-3");
        }
    }

    @Test
    void an_event_that_is_not_recorded_is_not_bound_and_leaves_the_writer_free() {
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.bind(TwinLedger.draft("e-1"), TwinLedger.decision(mirror)))
                    .isInstanceOfSatisfying(
                            BindAnswer.NotBound.class,
                            refused -> assertThat(refused.why()).isInstanceOf(AppendAnswer.AlreadyRecorded.class));
            ledger.append(mirror, "e-3");
        }
    }

    @Test
    void never_settled_it_is_settled_in_the_callers_place_when_its_time_is_over() {
        ledger.with(MirrorSettings.DEFAULT.withBoundTimeMax(Duration.ofSeconds(9)));
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            TwinCallersTransaction callers = ledger.store().begin();
            bound.mirrorInto(callers);
            assertThat(ledger.deadlines().times()).containsExactly(Duration.ofSeconds(9));
            CompletableFuture<AppendAnswer> waiting = CompletableFuture.supplyAsync(
                            () -> mirror.appendAsync(TwinLedger.draft("e-3"), TwinLedger.decision(mirror)))
                    .thenCompose(answer -> answer);

            ledger.deadlines().expire();
            while (!waiting.isDone()) {
                ledger.deadlines().expire(); // The append may come between two calls; the next one answers it.
            }
            assertThat(waiting.join())
                    .isInstanceOfSatisfying(
                            AppendAnswer.NotWritten.class,
                            refused -> assertThat(refused.message()).contains("held by a transaction"));
            callers.commit();
            ledger.deadlines().expire();

            assertThat(bound.settle()).isEqualTo(new SettleAnswer.Committed(bound.receipt(), Optional.empty()));
            assertThat(ledger.deadlines().times()).isEmpty();
            ledger.append(mirror, "e-4");
        }
        assertOutcome("committed", "recovery");
    }

    @Test
    void never_settled_it_is_settled_when_the_mirror_is_closed() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            TwinCallersTransaction callers = ledger.store().begin();
            bound.mirrorInto(callers);
            callers.commit();
        }
        assertOutcome("committed", "recovery");
        assertThat(ledger.deadlines().times()).isEmpty();
    }

    @Test
    void a_transaction_that_outlives_the_mirror_is_settled_by_the_next_opening() {
        Mirror mirror = ledger.open();
        BoundEvent bound = bind(mirror, "b-1");
        TwinCallersTransaction callers = ledger.store().begin();
        bound.mirrorInto(callers);
        mirror.close();
        assertThat(bound.settle())
                .isInstanceOfSatisfying(
                        SettleAnswer.Unknown.class,
                        unknown -> assertThat(unknown.message())
                                .contains("closed before the transaction", "open the ledger again"));
        callers.commit();

        ledger.open().close();
        assertOutcome("committed", "recovery");
    }

    @Test
    void an_outcome_for_which_the_log_has_no_room_is_told_before_anything_else() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            ledger.log().failing(FaultPlan.always(FileOperation.Kind.WRITE, Fault.NO_SPACE));

            assertThat(bound.settle())
                    .isInstanceOfSatisfying(
                            SettleAnswer.RolledBack.class,
                            rolledBack ->
                                    assertThat(rolledBack.outcomePending()).isPresent());
            assertThat(mirror.append(TwinLedger.draft("e-3"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.NotWritten.class);
            ledger.log().failing(FaultPlan.NONE);
            ledger.append(mirror, "e-3");
        }
        assertOutcome("aborted", "caller");
    }

    @Test
    void settling_that_fails_stops_the_writer_and_the_next_opening_settles() {
        try (Mirror mirror = ledger.open()) {
            BoundEvent bound = bind(mirror, "b-1");
            ledger.store().failNextCheckpoint();

            assertThat(bound.settle())
                    .isInstanceOfSatisfying(
                            SettleAnswer.Unknown.class,
                            unknown -> assertThat(unknown.message()).contains("is not known"));
            assertThat(mirror.append(TwinLedger.draft("e-3"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.NotWritten.class);
        }
        ledger.open().close();
        assertOutcome("aborted", "recovery");
    }

    private static BoundEvent bind(Mirror mirror, String id) {
        return mirror.bind(TwinLedger.draft(id), TwinLedger.decision(mirror)).fold(BindAnswer.Bound::event, refused -> {
            throw new AssertionError("it was not bound: " + refused);
        });
    }

    private void assertOutcome(String outcome, String decidedBy) {
        assertThat(ledger.inLog(4).type().value()).isEqualTo("diptych.transaction." + outcome + ".v1");
        assertThat(ledger.inLog(4).payload().toString()).contains("\"decided_by\":\"" + decidedBy + "\"");
    }
}
