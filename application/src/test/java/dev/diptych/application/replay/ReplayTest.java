package dev.diptych.application.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.ReplayReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replaying the log into the store. */
class ReplayTest {
    @Test
    void a_deleted_store_is_made_again_from_the_log() {
        TwinLedger ledger = TwinLedger.of(5);
        ledger.store().delete();

        ReplayReport report = replayed(ledger);

        assertThat(report.storeMade()).isTrue();
        assertThat(report.eventsRead()).isEqualTo(5);
        assertThat(report.inserted()).isEqualTo(5);
        assertThat(report.alreadyPresent()).isZero();
        assertThat(report.head()).contains(ledger.inLog(5).asHead());
        ledger.requireInParity();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "after");
        }
        ledger.requireInParity();
    }

    @Test
    void where_nothing_is_there_replay_is_refused_and_makes_nothing() {
        TwinLedger ledger = TwinLedger.empty();

        ReplayAnswer answer = ledger.application().replayLog().replay((done, ofAbout) -> {});

        assertThat(answer).isInstanceOf(ReplayAnswer.NotBegun.class);
        assertThat(ledger.store().provider().presence().exists()).isFalse();
    }

    @Test
    void holes_are_filled_and_what_is_there_is_passed_over() {
        TwinLedger ledger = TwinLedger.of(6);
        ledger.store().deleteRow(2);
        ledger.store().deleteRow(5);
        ledger.store().deleteRow(6);

        ReplayReport report = replayed(ledger);

        assertThat(report.storeMade()).isFalse();
        assertThat(report.inserted()).isEqualTo(3);
        assertThat(report.alreadyPresent()).isEqualTo(3);
        ledger.requireInParity();
    }

    @Test
    void replaying_again_changes_nothing() {
        TwinLedger ledger = TwinLedger.of(4);

        ReplayReport report = replayed(ledger);

        assertThat(report.inserted()).isZero();
        assertThat(report.alreadyPresent()).isEqualTo(4);
        assertThat(report.notChecked()).containsExactly("signatures");
        ledger.requireInParity();
    }

    @Test
    void a_log_without_an_event_replays_into_an_empty_store() {
        TwinLedger ledger = TwinLedger.empty();
        ledger.open().close();
        ledger.store().delete();

        ReplayReport report = replayed(ledger);

        assertThat(report.eventsRead()).isZero();
        assertThat(report.head()).isEmpty();
        assertThat(report.storeMade()).isTrue();
    }

    @Test
    void replay_stops_before_a_row_that_is_another_event_and_overwrites_neither() {
        TwinLedger ledger = TwinLedger.of(5);
        ledger.store().editRow(3, RowColumn.PAYLOAD, "0");
        ledger.store().deleteRow(2);
        ledger.store().deleteRow(5);

        ReplayAnswer answer = replay(ledger);

        assertThat(answer).isInstanceOfSatisfying(ReplayAnswer.Stopped.class, stopped -> {
            assertThat(stopped.refusal()).isInstanceOf(OpenRefusal.Forked.class);
            assertThat(stopped.refusal().message()).contains("event 3", "neither was", "diptych verify");
        });
        try (var reader = ledger.store().provider().openForReading()) {
            assertThat(reader.row(dev.diptych.domain.chain.Sequence.of(5))).isEmpty();
        }
    }

    @Test
    void what_lies_before_the_stop_is_in_the_store() {
        TwinLedger ledger = TwinLedger.of(5);
        ledger.store().deleteRow(2);
        ledger.store().editRow(4, RowColumn.PAYLOAD, "0");

        ReplayAnswer answer = replay(ledger);

        assertThat(answer).isInstanceOfSatisfying(ReplayAnswer.Stopped.class, stopped -> {
            assertThat(stopped.report().inserted()).isEqualTo(1);
            assertThat(stopped.report().head()).contains(ledger.inLog(3).asHead());
        });
        assertThat(ledger.verify().parity().orElseThrow().missingInStore()).isZero();
    }

    @Test
    void replay_stops_where_a_row_elsewhere_has_the_id() {
        TwinLedger ledger = TwinLedger.of(4);
        ledger.store().deleteRow(2);
        ledger.store().editRow(4, RowColumn.ID, "e-2");

        ReplayAnswer answer = replay(ledger);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        ReplayAnswer.Stopped.class,
                        stopped -> assertThat(stopped.refusal())
                                .isInstanceOfSatisfying(
                                        OpenRefusal.Forked.class,
                                        forked ->
                                                assertThat(forked.at().value()).isEqualTo(2)));
    }

    @Test
    void replay_stops_before_damage_and_says_where() {
        TwinLedger ledger = TwinLedger.of(5);
        ledger.store().deleteRow(1);
        ledger.store().deleteRow(4);
        int third = ledger.inLog(1).lineLength() + ledger.inLog(2).lineLength();
        ledger.log().damageByte(third + 60);

        ReplayAnswer answer = replay(ledger);

        assertThat(answer).isInstanceOfSatisfying(ReplayAnswer.Stopped.class, stopped -> {
            assertThat(stopped.refusal()).isInstanceOf(OpenRefusal.LogDamaged.class);
            assertThat(stopped.refusal().message()).contains("stopped before", "offset " + third);
            assertThat(stopped.report().inserted()).isEqualTo(1);
            assertThat(stopped.report().head()).contains(ledger.inLog(2).asHead());
        });
    }

    @Test
    void replay_cuts_a_torn_tail_as_opening_does() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.log().addBytes(new byte[] {'{', '"'});

        ReplayReport report = replayed(ledger);

        assertThat(report.cut()).isPresent();
        ledger.requireInParity();
    }

    @Test
    void without_a_store_nobody_vouches_for_a_torn_tail() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.log().addBytes(new byte[] {'{', '"'});
        ledger.store().delete();

        assertThat(replay(ledger)).isInstanceOfSatisfying(ReplayAnswer.NotBegun.class, not -> {
            assertThat(not.refusal()).isInstanceOf(OpenRefusal.TornTailUnvouched.class);
            assertThat(not.refusal().message()).contains("--cut-torn-tail");
        });
    }

    @Test
    void a_held_ledger_is_not_replayed() {
        TwinLedger ledger = TwinLedger.of(1);
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.state().head()).isPresent();
            assertThat(replay(ledger))
                    .isInstanceOfSatisfying(
                            ReplayAnswer.NotBegun.class,
                            not -> assertThat(not.refusal()).isInstanceOf(OpenRefusal.LedgerLocked.class));
        }
    }

    @Test
    void a_store_that_is_not_ours_is_not_replayed_into() {
        TwinLedger ledger = TwinLedger.of(1);
        ledger.store().putForeign();

        assertThat(replay(ledger))
                .isInstanceOfSatisfying(
                        ReplayAnswer.NotBegun.class,
                        not -> assertThat(not.refusal()).isInstanceOf(OpenRefusal.ForeignStore.class));
    }

    @Test
    void a_store_that_fails_on_the_way_stops_the_replay_and_the_next_one_resumes() {
        TwinLedger ledger = TwinLedger.of(4);
        ledger.store().deleteRow(2);
        ledger.store().failCommits(1);

        assertThat(replay(ledger))
                .isInstanceOfSatisfying(
                        ReplayAnswer.Stopped.class,
                        stopped -> assertThat(stopped.refusal()).isInstanceOf(OpenRefusal.Unavailable.class));

        assertThat(replayed(ledger).inserted()).isEqualTo(1);
        ledger.requireInParity();
    }

    @Test
    void an_own_type_that_is_not_known_stops_the_replay_before_it() {
        TwinLedger ledger = TwinLedger.of(2);
        SeededEvents events = SeededEvents.of(4);
        SealedEvent own = events.seal(
                        ledger.inLog(2).asHead(),
                        List.of(events.drafted(
                                EventDraft.of("diptych.healed.v1", "{}").withSource(EventSource.LEDGER))))
                .get(0);
        ledger.log().addBytes(own.toLine());
        ledger.store().delete();

        ReplayAnswer answer = replay(ledger);

        assertThat(answer).isInstanceOfSatisfying(ReplayAnswer.Stopped.class, stopped -> {
            assertThat(stopped.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class);
            assertThat(stopped.report().inserted()).isEqualTo(2);
        });
    }

    @Test
    void a_store_that_holds_an_own_type_that_is_not_known_is_not_begun() {
        TwinLedger ledger = TwinLedger.of(1);
        SeededEvents events = SeededEvents.of(4);
        SealedEvent own = events.seal(
                        ledger.inLog(1).asHead(),
                        List.of(events.drafted(
                                EventDraft.of("diptych.healed.v1", "{}").withSource(EventSource.LEDGER))))
                .get(0);
        ledger.log().addBytes(own.toLine());
        ledger.store().putRow(own);

        assertThat(replay(ledger))
                .isInstanceOfSatisfying(
                        ReplayAnswer.NotBegun.class,
                        not -> assertThat(not.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class));
    }

    @Test
    void many_events_are_replayed_in_bounded_transactions_and_progress_is_told() {
        TwinLedger ledger = TwinLedger.empty();
        List<List<SealedEvent>> chain =
                SeededEvents.of(11).chain(SeededEvents.of(11).ledgerId(), 9_000, 3_000);
        chain.forEach(batch -> batch.forEach(event -> ledger.log().addBytes(event.toLine())));
        List<Long> reached = new ArrayList<>();

        ReplayAnswer answer = ledger.application().replayLog().replay((done, ofAbout) -> reached.add(done));

        assertThat(answer).isInstanceOf(ReplayAnswer.Replayed.class);
        assertThat(reached).isSorted().hasSizeGreaterThan(2).endsWith(9_000L);
        ledger.requireInParity();
    }

    private static ReplayAnswer replay(TwinLedger ledger) {
        return ledger.application().replayLog().replay(Progress.UNSEEN);
    }

    private static ReplayReport replayed(TwinLedger ledger) {
        return replay(ledger)
                .fold(
                        ReplayAnswer.Replayed::report,
                        stopped -> {
                            throw new AssertionError("replay stopped: " + stopped.refusal());
                        },
                        notBegun -> {
                            throw new AssertionError("replay did not begin: " + notBegun.refusal());
                        });
    }
}
