package dev.diptych.application.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.mirror.MirrorVerifiedAfterEachTest;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.contracts.twins.TwinStoreStatements;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.policy.BreakGlassAuthorization;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.PolicyOutcome;
import dev.diptych.domain.policy.PolicyRuleId;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BoundAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.TransactionAnswer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a transaction with bound events answers, and what is in both copies then. */
class TransactionAnswersTest {
    private static final TwinSigner KEY = TwinSigner.of(1);

    private final TwinLedger ledger = TwinLedger.of(2);

    @RegisterExtension
    final MirrorVerifiedAfterEachTest verified =
            MirrorVerifiedAfterEachTest.verifying(() -> ledger.application().verifyParity());

    @Test
    void a_committed_transaction_is_in_both_copies_and_told_before_anything_else_is_appended() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Committed<String> committed = Ended.committed(mirror.inTransaction(tx -> {
                tx.unwrap(TwinStoreStatements.class).put("order", "placed");
                assertThat(tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror)))
                        .isInstanceOf(BoundAnswer.Recorded.class);
                return "done";
            }));

            assertThat(committed.value()).isEqualTo("done");
            assertThat(committed.events()).containsExactly(AppendReceipt.of(ledger.inLog(3)));
            assertThat(committed.outcomePending()).isEmpty();
            ledger.append(mirror, "e-3");
        }
        assertThat(ledger.store().callersValues()).containsEntry("order", "placed");
        assertThat(ledger.inLog(3).isBound()).isTrue();
        assertOutcome(4, "committed", 3, 1, "caller");
        assertThat(ledger.inLog(5).id().value()).isEqualTo("e-3");
        assertThat(isVoid(3)).isFalse();
    }

    @Test
    void what_the_work_throws_rolls_all_of_it_back_and_leaves_void_events() {
        IllegalStateException thrown = new IllegalStateException("no stock");
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.RolledBack<Void> rolledBack = Ended.rolledBack(mirror.inTransaction(tx -> {
                tx.unwrap(TwinStoreStatements.class).put("order", "placed");
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                throw thrown;
            }));

            assertThat(rolledBack.cause()).contains(thrown);
            assertThat(rolledBack.why()).contains("no stock");
            assertThat(rolledBack.voidEvents()).containsExactly(AppendReceipt.of(ledger.inLog(3)));
            assertThat(rolledBack.outcomePending()).isEmpty();
            ledger.append(mirror, "e-3");
        }
        assertThat(ledger.store().callersValues()).isEmpty();
        assertOutcome(4, "aborted", 3, 1, "caller");
        assertThat(isVoid(3)).isTrue();
    }

    @Test
    void several_bound_events_have_batches_of_their_own_and_one_outcome() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Committed<Integer> committed = Ended.committed(mirror.inTransaction(tx -> {
                for (int i = 1; i <= 5; i++) {
                    tx.append(TwinLedger.draft("b-" + i), TwinLedger.decision(mirror));
                }
                return 5;
            }));

            assertThat(committed.events()).hasSize(5);
        }
        for (int at = 3; at <= 7; at++) {
            assertThat(ledger.inLog(at).batch().count()).isEqualTo(1);
        }
        assertOutcome(8, "committed", 3, 5, "caller");
    }

    @Test
    void an_event_of_broken_glass_goes_right_before_its_event_in_the_same_batch_and_is_bound_too() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Committed<BoundAnswer> committed = Ended.committed(mirror.inTransaction(tx -> tx.append(
                    TwinLedger.draft("b-1"),
                    mirror.decide(
                            List.of(PolicyContribution.overridable(
                                    new PolicyRuleId("billing.daily_limit"), PolicyOutcome.REJECT, "limit reached")),
                            Optional.of(new BreakGlassAuthorization(
                                    "ops@example.com",
                                    new PolicyRuleId("billing"),
                                    "INC-4711",
                                    EventTime.parse("from", "2026-11-23T09:00:00Z"),
                                    EventTime.parse("until", "2026-11-23T23:00:00Z"),
                                    "approved by two"))))));

            assertThat(committed.events()).hasSize(2);
            assertThat(committed.value()).isEqualTo(new BoundAnswer.Recorded(AppendReceipt.of(ledger.inLog(4))));
        }
        assertThat(ledger.inLog(3).isBound()).isTrue();
        assertThat(ledger.inLog(3).batch()).isEqualTo(ledger.inLog(4).batch());
        assertOutcome(5, "committed", 3, 2, "caller");
    }

    @Test
    void a_first_event_of_a_ledger_may_be_bound() {
        TwinLedger unborn = TwinLedger.empty();
        try (Mirror mirror = unborn.open()) {
            Ended.committed(
                    mirror.inTransaction(tx -> tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror))));
            unborn.append(mirror, "e-3");
        }
        unborn.requireInParity();
    }

    @Test
    void a_first_event_of_a_ledger_may_be_void() {
        TwinLedger unborn = TwinLedger.empty();
        try (Mirror mirror = unborn.open()) {
            Ended.rolledBack(mirror.inTransaction(tx -> {
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                throw new IllegalStateException("no");
            }));
            unborn.append(mirror, "e-3");
        }
        unborn.requireInParity();
    }

    @Test
    void a_transaction_without_bound_events_leaves_no_trace_in_the_log() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Committed<String> committed = Ended.committed(mirror.inTransaction(tx -> {
                tx.unwrap(TwinStoreStatements.class).put("order", "placed");
                return "done";
            }));
            assertThat(committed.events()).isEmpty();

            Ended.rolledBack(mirror.inTransaction(tx -> {
                tx.unwrap(TwinStoreStatements.class).put("order", "taken back");
                throw new IllegalStateException("no");
            }));
        }
        assertThat(ledger.idsInLog()).hasSize(2);
        assertThat(ledger.store().callersValues()).containsEntry("order", "placed");
    }

    @Test
    void an_error_is_passed_on_behind_the_rollback_and_its_outcome() {
        AssertionError error = new AssertionError("broken");
        try (Mirror mirror = ledger.open()) {
            assertThatThrownBy(() -> mirror.inTransaction(tx -> {
                        tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                        throw error;
                    }))
                    .isSameAs(error);
            ledger.append(mirror, "e-3");
        }
        assertOutcome(4, "aborted", 3, 1, "caller");
    }

    @Test
    void an_interrupt_harms_nothing_and_is_still_set_afterwards() {
        try (Mirror mirror = ledger.open()) {
            Ended.committed(mirror.inTransaction(tx -> {
                Thread.currentThread().interrupt();
                return tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
            }));
            assertThat(Thread.interrupted()).isTrue();
        }
        assertOutcome(4, "committed", 3, 1, "caller");
    }

    @Test
    void the_id_of_a_void_event_is_used_up() {
        try (Mirror mirror = ledger.open()) {
            Ended.rolledBack(mirror.inTransaction(tx -> {
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                throw new IllegalStateException("no");
            }));
            AppendReceipt used = AppendReceipt.of(ledger.inLog(3));

            AppendAnswer ordinary = mirror.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
            TransactionAnswer.RolledBack<BoundAnswer> again = Ended.rolledBack(
                    mirror.inTransaction(tx -> tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror))));

            assertThat(ordinary)
                    .isInstanceOfSatisfying(
                            AppendAnswer.EventVoid.class,
                            refused -> assertThat(refused.recorded()).isEqualTo(used));
            assertThat(again.why()).contains("used up");
            assertThat(again.voidEvents()).isEmpty();
        }
        assertThat(ledger.idsInLog()).hasSize(4);
    }

    @Test
    void the_id_of_a_void_event_that_is_still_pending_is_used_up() {
        try (Mirror mirror = ledger.open()) {
            Ended.rolledBack(mirror.inTransaction(tx -> {
                tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                ledger.store().failCommits(1);
                throw new IllegalStateException("no");
            }));
            assertThat(mirror.state().pendingEvents()).isEqualTo(2);

            assertThat(mirror.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.EventVoid.class);
        }
    }

    @Test
    void an_event_that_was_committed_in_a_transaction_is_recognised_when_it_is_appended_again() {
        try (Mirror mirror = ledger.open()) {
            Ended.committed(
                    mirror.inTransaction(tx -> tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror))));

            assertThat(mirror.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror)))
                    .isInstanceOf(AppendAnswer.AlreadyRecorded.class);
        }
        assertThat(ledger.idsInLog()).hasSize(4);
    }

    @Test
    void a_signed_bound_event_is_known_to_be_verified_in_the_store() {
        try (Mirror mirror = ledger.open()) {
            Ended.committed(mirror.inTransaction(
                    tx -> tx.appendSigned(TwinLedger.draft("b-1"), TwinLedger.decision(mirror), KEY)));
            mirror.appendSigned(TwinLedger.draft("e-3"), TwinLedger.decision(mirror), KEY);
        }
        assertThat(attestation(3)).contains(Attestation.VERIFIED);
        assertThat(attestation(4)).contains(Attestation.UNSIGNED);
        assertThat(attestation(5)).contains(Attestation.VERIFIED);
    }

    @Test
    void a_sealed_event_of_this_ledger_is_there_already_inside() {
        SealedEvent second = ledger.inLog(2);
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Committed<MirrorSingleEventOutcome> committed =
                    Ended.committed(mirror.inTransaction(tx -> tx.mirror(second)));

            assertThat(committed.value()).isEqualTo(new MirrorSingleEventOutcome.AlreadyPresent(Sequence.of(2)));
        }
    }

    @Test
    void a_transaction_takes_no_more_events_than_a_run_may_have() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.RolledBack<Void> rolledBack = Ended.rolledBack(mirror.inTransaction(tx -> {
                for (int i = 1; i <= BoundRun.EVENTS_MAX; i++) {
                    assertThat(tx.append(TwinLedger.draft("b-" + i), TwinLedger.decision(mirror)))
                            .isInstanceOf(BoundAnswer.Recorded.class);
                }
                assertThat(tx.append(TwinLedger.draft("one-more"), TwinLedger.decision(mirror)))
                        .isInstanceOf(BoundAnswer.NotRecorded.class);
                return null;
            }));

            assertThat(rolledBack.why()).contains("at most 1024 events");
        }
        assertOutcome(3 + BoundRun.EVENTS_MAX, "aborted", 3, BoundRun.EVENTS_MAX, "caller");
    }

    @Test
    void a_transaction_takes_no_more_bytes_than_a_run_may_have() {
        try (Mirror mirror = ledger.open()) {
            String large = "{\"of\":\"" + "x".repeat(900_000) + "\"}";
            TransactionAnswer.RolledBack<Void> rolledBack = Ended.rolledBack(mirror.inTransaction(tx -> {
                BoundAnswer answer;
                do {
                    answer = tx.append(EventDraft.of("com.example.large.v1", large), TwinLedger.decision(mirror));
                } while (answer instanceof BoundAnswer.Recorded);
                return null;
            }));

            assertThat(rolledBack.why()).contains("8388608 bytes");
            assertThat(rolledBack.voidEvents()).hasSize(9);
        }
    }

    private void assertOutcome(long at, String outcome, long first, int count, String decidedBy) {
        SealedEvent line = ledger.inLog(at);
        assertThat(line.type().value()).isEqualTo("diptych.transaction." + outcome + ".v1");
        assertThat(line.payload().toString())
                .isEqualTo("{\"first_seq\":" + first + ",\"count\":" + count + ",\"event_hash\":\""
                        + ledger.inLog(at - 1).hash().hex() + "\",\"decided_by\":\"" + decidedBy + "\"}");
        assertThat(line.isBound()).isFalse();
        assertThat(line.isSigned()).isFalse();
        assertThat(line.id()).isNotEqualTo(new EventId("b-1"));
    }

    private boolean isVoid(long sequence) {
        try (StoreReader reader = ledger.store().provider().openForReading()) {
            return reader.row(Sequence.of(sequence)).orElseThrow().isVoid();
        }
    }

    private Optional<Attestation> attestation(long sequence) {
        try (StoreReader reader = ledger.store().provider().openForReading()) {
            return reader.attestation(Sequence.of(sequence));
        }
    }
}
