package dev.diptych.application.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driving.LedgerStatus;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.ReadLedger;
import org.junit.jupiter.api.Test;

/** Reading a ledger without taking it. */
class ReadingTest {
    @Test
    void events_are_found_queried_and_followed_beside_a_writer() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.appendAll(mirror, "a", "b", "c");

            try (ReadLedger.View view = ledger.application().readLedger().open()) {
                assertThat(view.mirroredThrough()).isEqualTo(Sequence.of(3));
                assertThat(view.find(new EventId("b"))).contains(ledger.inLog(2));
                assertThat(view.find(Sequence.of(3))).contains(ledger.inLog(3));
                assertThat(view.query(EventQuery.ALL).events()).hasSize(3);
                try (EventCursor cursor = view.after(Sequence.of(2))) {
                    assertThat(cursor.advance()).isTrue();
                    assertThat(cursor.event()).isEqualTo(ledger.inLog(3));
                    assertThat(cursor.advance()).isFalse();
                }
            }
        }
    }

    @Test
    void a_pending_event_is_not_read() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.store().beBusyFor(1);
            mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror));

            try (ReadLedger.View view = ledger.application().readLedger().open()) {
                assertThat(view.mirroredThrough()).isEqualTo(Sequence.FIRST);
                assertThat(view.find(new EventId("b"))).isEmpty();
            }
        }
    }

    @Test
    void the_status_of_a_whole_ledger_names_both_heads_and_how_it_was_left() {
        TwinLedger ledger = TwinLedger.of(3);

        LedgerStatus status = ledger.application().showStatus().status();

        assertThat(status.logHead()).contains(ledger.inLog(3).asHead());
        assertThat(status.storeHead()).isEqualTo(status.logHead());
        assertThat(status.ledgerId()).isPresent();
        assertThat(status.store().orElseThrow().ledgerId()).isEqualTo(status.ledgerId());
        assertThat(status.left().cleanly()).isTrue();
        assertThat(status.left().holder()).isEmpty();
        assertThat(status.verification().isClean()).isTrue();
    }

    @Test
    void the_status_of_a_held_ledger_names_its_holder() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");

            LedgerStatus status = ledger.application().showStatus().status();

            assertThat(status.left().holder().orElseThrow().pid())
                    .isEqualTo(ledger.log().process());
        }
    }

    @Test
    void the_status_without_a_store_takes_the_ledgers_identity_from_the_log() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.store().delete();

        LedgerStatus status = ledger.application().showStatus().status();

        assertThat(status.store()).isEmpty();
        assertThat(status.storeHead()).isEmpty();
        assertThat(status.ledgerId()).isPresent();
        assertThat(status.verification().verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
    }

    @Test
    void the_status_without_a_log_says_that_nobody_ever_held_it() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.log().files().remove(java.nio.file.Path.of("/ledger"));

        LedgerStatus status = ledger.application().showStatus().status();

        assertThat(status.logHead()).isEmpty();
        assertThat(status.storeHead()).isPresent();
        assertThat(status.left().writerBefore()).isFalse();
        assertThat(status.verification().verdict()).isEqualTo(ParityVerdict.LOG_BEHIND);
    }
}
