package dev.diptych.application.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.MirrorSettings;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import org.junit.jupiter.api.Test;

/** The store refuses, is busy, or says that it failed: what is durable happened all the same. */
class StoreBehindTest {
    private final TwinLedger ledger = TwinLedger.empty();

    @Test
    void a_busy_store_leaves_the_event_pending_and_the_next_append_catches_up() {
        try (Mirror mirror = ledger.open()) {
            ledger.store().beBusyFor(1);

            AppendAnswer pending = append(mirror, "a");

            assertThat(pending).isInstanceOf(AppendAnswer.MirrorPending.class);
            assertThat(pending.message()).contains("durable in the log at sequence 1", "catches up");
            assertThat(mirror.state().pendingEvents()).isEqualTo(1);
            ledger.append(mirror, "b");
            assertThat(mirror.state().pendingEvents()).isZero();
            assertThat(append(mirror, "a")).isInstanceOf(AppendAnswer.AlreadyRecorded.class);
        }
        ledger.requireInParity();
    }

    @Test
    void a_pending_event_is_in_flight_to_a_reader_beside_the_writer() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.store().beBusyFor(1);
            append(mirror, "b");

            VerifyReport report = mirror.verify(VerifyRequest.full());

            assertThat(report.verdict()).isEqualTo(ParityVerdict.IN_PARITY);
            assertThat(report.parity().orElseThrow().inFlight()).isEqualTo(1);
            ledger.append(mirror, "c");
        }
        ledger.requireInParity();
    }

    @Test
    void what_is_pending_at_close_is_tried_once_more() {
        try (Mirror mirror = ledger.open()) {
            ledger.store().beBusyFor(1);
            append(mirror, "a");
        }
        ledger.requireInParity();
    }

    @Test
    void what_the_store_never_took_is_rolled_forward_by_the_next_opening() {
        Mirror mirror = ledger.open();
        ledger.append(mirror, "a");
        ledger.store().beBusyFor(Integer.MAX_VALUE);
        assertThat(append(mirror, "b")).isInstanceOf(AppendAnswer.MirrorPending.class);
        mirror.close();
        ledger.store().beBusyFor(0);

        VerifyReport report = ledger.verify();
        assertThat(report.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(report.parity().orElseThrow().pending()).isEqualTo(1);

        try (Mirror reopened = ledger.open()) {
            assertThat(reopened.opening().rolledForward()).isEqualTo(1);
            assertThat(reopened.opening().hasMended()).isTrue();
        }
        ledger.requireInParity();
    }

    @Test
    void a_commit_that_failed_leaves_the_event_pending_until_the_next_append() {
        try (Mirror mirror = ledger.open()) {
            ledger.store().failCommits(1);
            assertThat(append(mirror, "a")).isInstanceOf(AppendAnswer.MirrorPending.class);
            ledger.append(mirror, "b");
        }
        ledger.requireInParity();
    }

    @Test
    void a_commit_that_failed_and_yet_happened_is_found_out_by_the_next_append_and_is_no_fork() {
        try (Mirror mirror = ledger.open()) {
            ledger.store().failCommitsAfterTheyTookEffect(1);
            assertThat(append(mirror, "a")).isInstanceOf(AppendAnswer.MirrorPending.class);

            ledger.append(mirror, "b");

            assertThat(mirror.state().stopped()).isEmpty();
            assertThat(mirror.state().pendingEvents()).isZero();
        }
        ledger.requireInParity();
    }

    @Test
    void a_commit_that_failed_and_yet_happened_is_found_out_by_the_next_opening() {
        Mirror mirror = ledger.open();
        ledger.store().failCommitsAfterTheyTookEffect(1);
        append(mirror, "a");
        ledger.kill();
        try (Mirror reopened = ledger.open()) {
            assertThat(reopened.opening().rolledForward()).isZero();
            ledger.append(reopened, "b");
        }
        ledger.requireInParity();
    }

    @Test
    void too_many_pending_events_refuse_appends_until_the_store_takes_them() {
        ledger.with(MirrorSettings.DEFAULT.withPendingMax(2, 1_000_000));
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "before");
            ledger.store().beBusyFor(Integer.MAX_VALUE);
            append(mirror, "a");
            append(mirror, "b");

            AppendAnswer refused = append(mirror, "c");

            assertThat(refused).isInstanceOfSatisfying(AppendAnswer.StoreTooFarBehind.class, behind -> {
                assertThat(behind.pendingEvents()).isEqualTo(2);
                assertThat(behind.message()).contains("at most 2 events", "Nothing was written");
            });
            ledger.store().beBusyFor(0);
            ledger.append(mirror, "c");
        }
        assertThat(ledger.idsInLog()).containsExactly("before", "a", "b", "c");
        ledger.requireInParity();
    }

    @Test
    void pending_events_are_bounded_in_bytes_too() {
        ledger.with(MirrorSettings.DEFAULT.withPendingMax(1_000, 100));
        try (Mirror mirror = ledger.open()) {
            ledger.store().beBusyFor(Integer.MAX_VALUE);
            append(mirror, "a");

            assertThat(append(mirror, "b")).isInstanceOf(AppendAnswer.StoreTooFarBehind.class);
            ledger.store().beBusyFor(0);
        }
        ledger.requireInParity();
    }

    @Test
    void another_row_at_the_sequence_is_a_fork_that_stops_the_writer() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            SealedEvent stranger =
                    SeededEvents.of(1).batchOf(ledger.inLog(1).asHead(), 1).get(0);
            ledger.store().putRow(stranger);

            AppendAnswer first = append(mirror, "b");
            AppendAnswer second = append(mirror, "c");

            assertThat(first).isInstanceOf(AppendAnswer.MirrorPending.class);
            assertThat(second).isInstanceOfSatisfying(AppendAnswer.Forked.class, forked -> {
                assertThat(forked.at().value()).isEqualTo(2);
                assertThat(forked.message()).contains("different events", "diptych verify");
            });
            assertThat(mirror.state().stopped()).isPresent();
        }
        VerifyReport report = ledger.verify();
        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(report.log()).isEqualTo(LogVerdict.FORKED);
        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.Forked.class);
    }

    @Test
    void a_row_of_the_same_id_elsewhere_is_a_fork_too() {
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.append(mirror, "b");
            SealedEvent later = SeededEvents.of(1)
                    .seal(
                            new dev.diptych.domain.chain.ChainHead(
                                    dev.diptych.domain.chain.Sequence.of(8),
                                    ledger.inLog(2).hash()),
                            java.util.List.of(SeededEvents.of(2).drafted(TwinLedger.draft("c"))))
                    .get(0);
            ledger.store().beBusyFor(1);
            append(mirror, "c");
            ledger.store().putRow(later);

            append(mirror, "d");

            assertThat(append(mirror, "e")).isInstanceOf(AppendAnswer.Forked.class);
        }
    }

    private static AppendAnswer append(Mirror mirror, String id) {
        return mirror.append(TwinLedger.draft(id), TwinLedger.decision(mirror));
    }
}
