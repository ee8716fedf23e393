package dev.diptych.application.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Opening a ledger for writing: what it mends, what it refuses, and what it leaves alone. */
class OpeningTest {
    @Test
    void a_place_with_nothing_there_becomes_a_ledger_whose_store_was_made_before_the_log_had_a_byte() {
        TwinLedger ledger = TwinLedger.empty();

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().made()).isTrue();
            assertThat(mirror.opening().ledgerId()).isEmpty();
            assertThat(mirror.opening().hasMended()).isFalse();
            assertThat(mirror.state().head()).isEmpty();
        }
        assertThat(ledger.store().provider().presence().exists()).isTrue();
        assertThat(ledger.log().bytes()).isEmpty();
        ledger.requireInParity();
    }

    @Test
    void a_ledger_that_was_closed_is_reopened_with_nothing_to_mend() {
        TwinLedger ledger = TwinLedger.of(3);

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().made()).isFalse();
            assertThat(mirror.opening().hasMended()).isFalse();
            assertThat(mirror.opening().ledgerId()).isPresent();
            assertThat(mirror.opening().log().rewritten()).isEmpty();
            assertThat(mirror.state().head()).contains(ledger.inLog(3).asHead());
        }
    }

    @Test
    void opening_reads_what_lies_behind_the_stored_position_and_not_the_history() {
        TwinLedger ledger = TwinLedger.of(50);

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().log().eventsRead()).isZero();
        }
    }

    @Test
    void a_second_writer_is_refused_with_the_holders_process_id() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");

            assertThat(ledger.refusal()).isInstanceOfSatisfying(OpenRefusal.LedgerLocked.class, locked -> {
                assertThat(locked.pid()).hasValue(ledger.log().process());
                assertThat(locked.message()).contains("held by another writer");
            });
            ledger.append(mirror, "b");
        }
        ledger.requireInParity();
    }

    @Test
    void a_writer_that_died_is_followed_by_one_that_rewrites_the_last_batch() {
        TwinLedger ledger = TwinLedger.empty();
        ledger.append(ledger.open(), "a");
        ledger.kill();

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().log().rewritten()).isPresent();
            assertThat(mirror.opening().rolledForward()).isZero();
        }
        ledger.requireInParity();
    }

    @Test
    void a_writer_that_died_between_the_force_and_the_store_is_rolled_forward() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "a");
        ledger.store().beBusyFor(Integer.MAX_VALUE);
        died.append(TwinLedger.draft("b"), TwinLedger.decision(died));
        ledger.kill();
        ledger.store().beBusyFor(0);

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().rolledForward()).isEqualTo(1);
            assertThat(mirror.find(Sequence.of(2))).isPresent();
        }
        ledger.requireInParity();
    }

    @Test
    void a_torn_tail_is_copied_to_quarantine_and_cut() {
        TwinLedger ledger = TwinLedger.of(2);
        byte[] third =
                SeededEvents.of(3).batchOf(ledger.inLog(2).asHead(), 1).get(0).toLine();
        ledger.log().addBytes(Arrays.copyOf(third, third.length / 2));

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().log().cut()).isPresent();
            assertThat(mirror.opening().log().cut().get().bytes()).isEqualTo(third.length / 2);
            assertThat(mirror.opening().hasMended()).isTrue();
            ledger.append(mirror, "third");
        }
        assertThat(ledger.log().quarantined()).hasSize(1);
        assertThat(ledger.idsInLog()).containsExactly("e-1", "e-2", "third");
        ledger.requireInParity();
    }

    @Test
    void a_torn_tail_that_cannot_be_copied_is_not_cut() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.log().addBytes("{\"seq\":3,".getBytes(StandardCharsets.US_ASCII));
        byte[] before = ledger.log().bytes();
        ledger.log()
                .failing(operation -> operation.path().toString().contains("quarantine")
                                && operation.kind() == FileOperation.Kind.WRITE
                        ? java.util.Optional.of(Fault.NO_SPACE)
                        : java.util.Optional.empty());

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.Unavailable.class);

        assertThat(ledger.log().bytes()).isEqualTo(before);
        ledger.log().failing(FaultPlan.NONE);
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().log().cut()).isPresent();
        }
    }

    @Test
    void a_log_without_its_store_is_refused_and_nothing_is_made() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.store().delete();

        OpenRefusal refusal = ledger.refusal();

        assertThat(refusal).isInstanceOf(OpenRefusal.StoreMissing.class);
        assertThat(refusal.message()).contains("Nothing was changed", "diptych replay");
        assertThat(ledger.store().provider().presence().exists()).isFalse();
    }

    @Test
    void a_store_without_its_log_is_refused_and_no_new_log_is_begun() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.log().deleteLog();

        OpenRefusal refusal = ledger.refusal();

        assertThat(refusal).isInstanceOf(OpenRefusal.LogMissing.class);
        assertThat(refusal.message()).contains("through sequence 2", "Nothing was changed");
        assertThat(ledger.log().bytes()).isEmpty();
    }

    @Test
    void a_log_cut_at_a_line_end_is_behind_its_store() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.log().cutTo(ledger.log().bytes().length - ledger.inLog(3).lineLength());

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.LogBehindStore.class);
        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.LogBehindStore.class);
    }

    @Test
    void a_log_with_another_history_is_forked() {
        TwinLedger ledger = TwinLedger.of(2);
        SealedEvent other =
                SeededEvents.of(5).batchOf(ledger.inLog(1).asHead(), 1).get(0);
        int first = ledger.inLog(1).lineLength();
        ledger.log().cutTo(first);
        ledger.log().addBytes(other.toLine());

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.Forked.class,
                        forked -> assertThat(forked.at()).isEqualTo(Sequence.of(2)));
    }

    @Test
    void damage_behind_the_stored_position_refuses_writing_and_is_never_cut() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "a");
        ledger.store().beBusyFor(Integer.MAX_VALUE);
        died.append(TwinLedger.draft("b"), TwinLedger.decision(died));
        died.append(TwinLedger.draft("c"), TwinLedger.decision(died));
        ledger.kill();
        ledger.store().beBusyFor(0);
        ledger.log().damageByte(ledger.inLog(1).lineLength() + 60);
        byte[] before = ledger.log().bytes();

        assertThat(ledger.refusal()).isInstanceOfSatisfying(OpenRefusal.LogDamaged.class, damaged -> {
            assertThat(damaged.total()).isPositive();
            assertThat(damaged.findings()).isNotEmpty();
        });
        assertThat(ledger.log().bytes()).isEqualTo(before);
    }

    @Test
    void a_store_of_another_ledger_is_refused() {
        TwinLedger ledger = TwinLedger.of(2);
        TwinLedger stranger = TwinLedger.empty();
        SeededEvents.of(9)
                .chain(SeededEvents.of(9).ledgerId(), 2, 1)
                .forEach(batch -> stranger.log().addBytes(batch.get(0).toLine()));
        ledger.log().setBytes(stranger.log().bytes());

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.ForeignStore.class);
    }

    @Test
    void what_is_not_diptychs_at_the_stores_place_is_left_alone() {
        TwinLedger ledger = TwinLedger.empty();
        ledger.store().putForeign();

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.ForeignStore.class);
    }

    @Test
    void a_store_of_a_newer_schema_is_refused() {
        TwinLedger ledger = TwinLedger.of(1);
        ledger.store().setSchema(3);

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class);
    }

    @Test
    void a_foreign_file_among_the_segments_is_refused() {
        TwinLedger ledger = TwinLedger.of(1);
        ledger.log().addForeignFile("notes.txt");

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.ForeignFiles.class,
                        foreign -> assertThat(foreign.names()).containsExactly("notes.txt"));
    }

    @Test
    void a_store_with_an_own_type_that_is_not_known_is_refused() {
        TwinLedger ledger = withEventOf("diptych.healed.v1", true);

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.UnknownVersion.class,
                        unknown -> assertThat(unknown.message()).contains("diptych.healed.v1", "newer program"));
    }

    @Test
    void a_log_with_an_own_type_that_is_not_known_and_not_yet_in_the_store_is_refused_and_not_rolled_forward() {
        TwinLedger ledger = withEventOf("diptych.healed.v1", false);

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class);
        try (var reader = ledger.store().provider().openForReading()) {
            assertThat(reader.highestSequence()).isEqualTo(Sequence.FIRST);
        }
    }

    @Test
    void a_line_of_an_announced_version_is_refused() {
        TwinLedger ledger = TwinLedger.of(1);
        SeededEvents events = SeededEvents.of(4);
        SealedEvent announcement = events.seal(
                        ledger.inLog(1).asHead(),
                        List.of(events.drafted(EventDraft.of("diptych.format.v1", "{\"version\":2}")
                                .withSource(EventSource.LEDGER))))
                .get(0);
        String next = new String(events.batchOf(announcement.asHead(), 1).get(0).toLine(), StandardCharsets.UTF_8);
        ledger.log().addBytes(announcement.toLine());
        ledger.log()
                .addBytes(next.replace("\"schema_version\":1", "\"schema_version\":2")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.UnknownVersion.class);
    }

    @Test
    void a_store_that_lost_its_write_ahead_log_is_verified_in_full_and_opened_if_it_is_whole() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "a");
        ledger.kill();
        loseWriteAheadLog(ledger);

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().fullyVerified()).isTrue();
            assertThat(mirror.opening().notes()).anyMatch(note -> note.contains("no write-ahead log"));
        }
        ledger.requireInParity();
    }

    @Test
    void a_store_that_lost_its_write_ahead_log_with_rows_in_it_is_rolled_forward() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "a");
        ledger.append(died, "b");
        ledger.kill();
        loseWriteAheadLog(ledger);
        ledger.store().deleteRow(2);

        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().fullyVerified()).isTrue();
            assertThat(mirror.opening().rolledForward()).isEqualTo(1);
        }
        ledger.requireInParity();
    }

    @Test
    void a_store_that_lost_its_write_ahead_log_and_is_not_whole_is_refused() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "a");
        ledger.append(died, "b");
        ledger.append(died, "c");
        ledger.kill();
        loseWriteAheadLog(ledger);
        ledger.store().editRow(1, RowColumn.PAYLOAD, "0");

        OpenRefusal refusal = ledger.refusal();

        assertThat(refusal).isInstanceOf(OpenRefusal.StoreDamaged.class);
        assertThat(refusal.message()).contains("diverged with 1 findings", "move the store's file aside");
    }

    @Test
    void a_store_that_lost_its_write_ahead_log_and_fails_its_integrity_check_is_refused() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "a");
        ledger.kill();
        loseWriteAheadLog(ledger);
        ledger.store().setIntegrityProblem("row 7 missing from index");

        assertThat(ledger.refusal())
                .isInstanceOfSatisfying(
                        OpenRefusal.StoreDamaged.class,
                        damaged -> assertThat(damaged.message()).contains("row 7 missing from index"));
    }

    @Test
    void a_store_that_fails_while_it_is_rolled_forward_lets_the_ledger_go_again() {
        TwinLedger ledger = TwinLedger.empty();
        Mirror died = ledger.open();
        ledger.append(died, "a");
        ledger.store().beBusyFor(Integer.MAX_VALUE);
        died.append(TwinLedger.draft("b"), TwinLedger.decision(died));
        ledger.kill();

        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.Unavailable.class);

        ledger.store().beBusyFor(0);
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.opening().rolledForward()).isEqualTo(1);
        }
        ledger.requireInParity();
    }

    @Test
    void a_store_that_cannot_be_opened_lets_the_log_go_again() {
        TwinLedger ledger = TwinLedger.of(1);
        ledger.store().setFailing(true);
        assertThat(ledger.refusal()).isInstanceOf(OpenRefusal.Unavailable.class);
        ledger.store().setFailing(false);

        ledger.open().close();
    }

    @Test
    void an_edited_newest_row_is_a_fork_and_not_overwritten() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.store().editRow(2, RowColumn.EVENT_HASH, "00".repeat(32));

        OpenRefusal refusal = ledger.refusal();

        assertThat(refusal)
                .isInstanceOfAny(
                        OpenRefusal.Forked.class, OpenRefusal.StoreDamaged.class, OpenRefusal.Unavailable.class);
        assertThat(refusal.message()).contains("Nothing was changed");
    }

    @Test
    void a_hole_behind_the_newest_row_is_not_seen_by_opening_and_is_seen_by_verifying() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.store().deleteRow(2);

        ledger.open().close();

        assertThat(ledger.verify().findings()).hasSize(1);
    }

    private static TwinLedger withEventOf(String type, boolean isInStore) {
        TwinLedger ledger = TwinLedger.of(1);
        SeededEvents events = SeededEvents.of(4);
        SealedEvent own = events.seal(
                        ledger.inLog(1).asHead(),
                        List.of(events.drafted(EventDraft.of(type, "{}").withSource(EventSource.LEDGER))))
                .get(0);
        ledger.log().addBytes(own.toLine());
        if (isInStore) {
            ledger.store().putRow(own);
        }
        return ledger;
    }

    /** As if the file with the write-ahead log had been deleted with nothing in it that the main file lacks. */
    private static void loseWriteAheadLog(TwinLedger ledger) {
        ledger.store().provider().openForWriting().close();
    }
}
