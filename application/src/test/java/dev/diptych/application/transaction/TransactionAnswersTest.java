package dev.diptych.application.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinStoreStatements;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BoundAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.TransactionAnswer;
import org.junit.jupiter.api.Test;

/** What a transaction with bound events answers, and what is in both copies then. */
class TransactionAnswersTest {
    private final TwinLedger ledger = TwinLedger.of(2);

    @Test
    void a_committed_transaction_is_in_both_copies_and_told_before_anything_else_is_appended() {
        try (Mirror mirror = ledger.open()) {
            TransactionAnswer.Committed<String> committed = Ended.committed(mirror.inTransaction(tx -> {
                tx.unwrap(TwinStoreStatements.class).put("order", "placed");
                BoundAnswer bound = tx.append(TwinLedger.draft("b-1"), TwinLedger.decision(mirror));
                assertThat(bound).isInstanceOf(BoundAnswer.Recorded.class);
                return "done";
            }));

            assertThat(committed.value()).isEqualTo("done");
            assertThat(committed.events()).containsExactly(AppendReceipt.of(ledger.inLog(3)));
            assertThat(committed.outcomePending()).isEmpty();
            ledger.append(mirror, "e-3");
        }
        assertThat(ledger.store().callersValues()).containsEntry("order", "placed");
        assertThat(ledger.inLog(3).isBound()).isTrue();
        assertThat(ledger.inLog(4).type().value()).isEqualTo("diptych.transaction.committed.v1");
        assertThat(ledger.inLog(5).id().value()).isEqualTo("e-3");
        ledger.requireInParity();
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
            assertThat(rolledBack.voidEvents()).containsExactly(AppendReceipt.of(ledger.inLog(3)));
            assertThat(rolledBack.outcomePending()).isEmpty();
            ledger.append(mirror, "e-3");
        }
        assertThat(ledger.store().callersValues()).isEmpty();
        assertThat(ledger.inLog(4).type().value()).isEqualTo("diptych.transaction.aborted.v1");
    }
}
