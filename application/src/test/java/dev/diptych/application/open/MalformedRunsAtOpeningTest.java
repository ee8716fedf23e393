package dev.diptych.application.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driving.OpenRefusal;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bound events and outcomes that no writer leaves so refuse writing, and nothing is written behind them. */
class MalformedRunsAtOpeningTest {
    private final TwinLedger ledger = TwinLedger.of(2);

    @Test
    void an_event_inside_a_run_is_damage() {
        requireDamage(5, died -> {
            died.run(2);
            died.line("inside");
        });
    }

    @Test
    void an_outcome_without_a_run_is_damage() {
        requireDamage(
                3,
                died -> died.own(
                        TransactionOutcome.COMMITTED.type().value(),
                        "{\"first_seq\":2,\"count\":1,\"event_hash\":\"" + "a".repeat(64)
                                + "\",\"decided_by\":\"caller\"}",
                        false));
    }

    @Test
    void an_outcome_that_does_not_fit_its_run_is_damage() {
        requireDamage(4, died -> {
            died.run(1);
            died.own(
                    TransactionOutcome.COMMITTED.type().value(),
                    "{\"first_seq\":3,\"count\":2,\"event_hash\":\"" + "a".repeat(64) + "\",\"decided_by\":\"caller\"}",
                    false);
        });
    }

    @Test
    void a_second_outcome_is_damage_even_where_the_store_has_the_first() {
        DeadWriter died = new DeadWriter(ledger);
        BoundRun run = died.run(1);
        died.outcome(run, TransactionOutcome.COMMITTED);
        ledger.open().close();

        requireDamage(5, again -> again.outcome(run, TransactionOutcome.ABORTED));
    }

    @Test
    void an_outcome_that_is_bound_itself_is_damage() {
        requireDamage(4, died -> {
            BoundRun run = died.run(1);
            died.own(
                    TransactionOutcome.COMMITTED.type().value(),
                    "{\"first_seq\":3,\"count\":1,\"event_hash\":\""
                            + run.lastHash().hex() + "\",\"decided_by\":\"caller\"}",
                    true);
        });
    }

    private void requireDamage(long at, Consumer<DeadWriter> leaving) {
        long rows = highest();
        leaving.accept(new DeadWriter(ledger));
        byte[] log = ledger.log().bytes();

        assertThat(ledger.refusal()).isInstanceOfSatisfying(OpenRefusal.LogDamaged.class, refusal -> {
            assertThat(refusal.findings()).extracting(Finding::kind).containsExactly(FindingKind.TRANSACTION);
            assertThat(refusal.findings().get(0).sequence()).hasValue(at);
            assertThat(refusal.message())
                    .contains("sequence " + at, "expected", "found", "Nothing was written", "Next: diptych verify");
        });
        assertThat(ledger.log().bytes()).isEqualTo(log);
        assertThat(highest()).isEqualTo(rows);
    }

    private long highest() {
        try (var reader = ledger.parts().store().openForReading()) {
            return reader.highestSequence().value();
        }
    }
}
