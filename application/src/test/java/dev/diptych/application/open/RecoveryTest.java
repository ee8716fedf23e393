package dev.diptych.application.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.RecoverAnswer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Recovering without wanting to write. */
class RecoveryTest {
    @Test
    void recovery_mends_what_opening_mends_and_lets_the_ledger_go() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "a");
        ledger.store().beBusyFor(Integer.MAX_VALUE);
        died.append(TwinLedger.draft("b"), TwinLedger.decision(died));
        ledger.kill();
        ledger.store().beBusyFor(0);

        RecoverAnswer answer = ledger.application().recoverMirror().recover();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        RecoverAnswer.Recovered.class,
                        recovered ->
                                assertThat(recovered.report().rolledForward()).isEqualTo(1));
        ledger.requireInParity();
        ledger.open().close();
    }

    @Test
    void where_nothing_is_there_recovery_is_refused_and_makes_nothing() {
        TwinLedger ledger = TwinLedger.empty();

        assertThat(ledger.application().recoverMirror().recover()).isInstanceOf(RecoverAnswer.NotRecovered.class);
        assertThat(ledger.application().recoverMirror().recoverCuttingTornTail())
                .isInstanceOfSatisfying(
                        RecoverAnswer.NotRecovered.class,
                        not -> assertThat(not.refusal())
                                .isInstanceOf(OpenRefusal.Unavailable.class)
                                .extracting(OpenRefusal::message)
                                .asString()
                                .contains("there is no ledger", "Nothing was made", "diptych init"));
        assertThat(ledger.store().provider().presence().exists()).isFalse();
    }

    @Test
    void recovering_twice_does_nothing_the_second_time() {
        TwinLedger ledger = TwinLedger.of(2);
        tear(ledger);
        ledger.application().recoverMirror().recover();

        RecoverAnswer again = ledger.application().recoverMirror().recover();

        assertThat(again)
                .isInstanceOfSatisfying(
                        RecoverAnswer.Recovered.class,
                        recovered -> assertThat(recovered.report().hasMended()).isFalse());
    }

    @Test
    void a_held_ledger_is_not_recovered() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");

            assertThat(ledger.application().recoverMirror().recover())
                    .isInstanceOfSatisfying(
                            RecoverAnswer.NotRecovered.class,
                            not -> assertThat(not.refusal()).isInstanceOf(OpenRefusal.LedgerLocked.class));
            assertThat(ledger.application().recoverMirror().recoverCuttingTornTail())
                    .isInstanceOf(RecoverAnswer.NotRecovered.class);
        }
    }

    @Test
    void without_a_store_a_torn_tail_is_cut_only_on_request() {
        TwinLedger ledger = TwinLedger.of(2);
        tear(ledger);
        ledger.store().delete();
        byte[] torn = ledger.log().bytes();

        assertThat(ledger.application().recoverMirror().recover())
                .isInstanceOfSatisfying(
                        RecoverAnswer.NotRecovered.class,
                        not -> assertThat(not.refusal()).isInstanceOf(OpenRefusal.StoreMissing.class));
        assertThat(ledger.log().bytes()).isEqualTo(torn);

        RecoverAnswer answer = ledger.application().recoverMirror().recoverCuttingTornTail();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        RecoverAnswer.LogOnly.class,
                        only -> assertThat(only.report().cut()).isPresent());
        assertThat(ledger.log().quarantined()).hasSize(1);
        assertThat(ledger.idsInLog()).containsExactly("e-1", "e-2");
    }

    @Test
    void with_a_store_cutting_on_request_recovers_both_copies() {
        TwinLedger ledger = TwinLedger.of(2);
        tear(ledger);

        RecoverAnswer answer = ledger.application().recoverMirror().recoverCuttingTornTail();

        assertThat(answer).isInstanceOf(RecoverAnswer.Recovered.class);
        ledger.requireInParity();
    }

    @Test
    void damage_is_not_cut_on_request_either() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.log().damageByte(ledger.inLog(1).lineLength() + 60);
        ledger.store().delete();
        byte[] before = ledger.log().bytes();

        assertThat(ledger.application().recoverMirror().recoverCuttingTornTail())
                .isInstanceOfSatisfying(
                        RecoverAnswer.NotRecovered.class,
                        not -> assertThat(not.refusal()).isInstanceOf(OpenRefusal.LogDamaged.class));
        assertThat(ledger.log().bytes()).isEqualTo(before);
    }

    private static void tear(TwinLedger ledger) {
        byte[] line =
                SeededEvents.of(3).batchOf(ledger.inLog(2).asHead(), 1).get(0).toLine();
        ledger.log().addBytes(Arrays.copyOf(line, line.length - 1));
    }
}
