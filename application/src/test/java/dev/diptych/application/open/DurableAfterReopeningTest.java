package dev.diptych.application.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import org.junit.jupiter.api.Test;

/** What can be read is not yet durable, and a position is a hint: what opening makes of both. */
class DurableAfterReopeningTest {
    private static final PowerCut NOTHING_SURVIVES = new PowerCut(PowerCut.Survival.NOTHING, 1);

    @Test
    void a_batch_that_was_written_and_never_forced_is_made_durable_before_it_enters_the_store() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "before");
        ledger.log().failing(FaultPlan.atNth(FileOperation.Kind.FORCE, 1, Fault.STOP_BEFORE));
        died.append(TwinLedger.draft("unforced"), TwinLedger.decision(died));
        ledger.kill();
        Mirror reopened = ledger.open();
        assertThat(reopened.opening().rolledForward()).isEqualTo(1);

        ledger.log().powerCut(NOTHING_SURVIVES);
        ledger.store().kill();

        try (Mirror again = ledger.open()) {
            assertThat(again.state().head().orElseThrow().sequence()).isEqualTo(Sequence.of(2));
        }
        assertThat(ledger.idsInLog()).containsExactly("before", "unforced");
        ledger.requireInParity();
    }

    @Test
    void a_batch_whose_force_failed_leaves_no_hole_when_the_power_fails_after_later_appends() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror poisoned = ledger.open();
        ledger.append(poisoned, "before");
        ledger.log().failing(FaultPlan.atNth(FileOperation.Kind.FORCE, 1, Fault.ERROR));
        assertThat(poisoned.append(TwinLedger.draft("unknown"), TwinLedger.decision(poisoned)))
                .isInstanceOf(AppendAnswer.OutcomeUnknown.class);
        poisoned.close();
        ledger.log().failing(FaultPlan.NONE);

        Mirror reopened = ledger.open();
        assertThat(reopened.append(TwinLedger.draft("unknown"), TwinLedger.decision(reopened)))
                .isInstanceOf(AppendAnswer.AlreadyRecorded.class);
        ledger.append(reopened, "next");
        ledger.log().powerCut(NOTHING_SURVIVES);
        ledger.store().kill();

        try (Mirror again = ledger.open()) {
            assertThat(again.state().head().orElseThrow().sequence()).isEqualTo(Sequence.of(3));
        }
        assertThat(ledger.idsInLog()).containsExactly("before", "unknown", "next");
        ledger.requireInParity();
    }

    @Test
    void an_older_copy_of_the_log_that_has_grown_since_is_forked_and_its_events_do_not_enter_the_store() {
        TwinLedger ledger = TwinLedger.of(2);
        byte[] older = ledger.log().bytes();
        SealedEvent second = ledger.inLog(2);
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "third");
        }
        ledger.log().setBytes(older);
        SeededEvents.of(3)
                .batchOf(second.asHead(), 1)
                .forEach(event -> ledger.log().addBytes(event.toLine()));

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.Forked.class,
                        forked -> assertThat(forked.at()).isEqualTo(Sequence.of(3)));
        try (var reader = ledger.store().provider().openForReading()) {
            assertThat(reader.highestSequence()).isEqualTo(Sequence.of(3));
            assertThat(reader.find(Sequence.of(3)).orElseThrow().id().value()).isEqualTo("third");
        }
    }

    @Test
    void a_log_cut_in_the_middle_of_a_batch_that_the_store_holds_is_judged_before_anything_is_mended() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.appendAll(mirror, "b", "c");
        }
        byte[] cut = java.util.Arrays.copyOf(
                ledger.log().bytes(),
                ledger.log().bytes().length - ledger.inLog(3).lineLength());
        ledger.log().setBytes(cut);

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.LogBehindStore.class);
        assertThat(ledger.log().bytes()).isEqualTo(cut);
        assertThat(ledger.log().quarantined()).isEmpty();
    }
}
