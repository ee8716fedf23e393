package dev.diptych.bootstrap.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.bootstrap.backup.Hashes;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.BackUpReport;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.RestoreAnswer;
import dev.diptych.ports.driving.RestoreRequest;
import dev.diptych.ports.driving.RestoreRequest.Consent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a database that store and caller share, and what comes of putting them back behind a cutover. */
final class BackupsAndCutoversTest {
    private static final int EVENTS = 5;

    @TempDir
    private Path folder;

    private SharedDatabase database;
    private Path kept;

    @BeforeEach
    void make() throws SQLException {
        database = SharedDatabase.with(folder, EVENTS);
        kept = folder.resolve("kept");
    }

    @Test
    void the_callers_tables_are_backed_up_with_the_store_and_come_back_with_it() throws SQLException {
        List<String> before = database.dump();
        BackUpReport report = backUp(kept);
        database.sql("DELETE FROM orders", "DROP TABLE orders", "UPDATE customers SET name = 'bob'");

        RestoreAnswer answer = database.ledger().restore(RestoreRequest.bothCopies(kept));

        assertThat(answer).isInstanceOf(RestoreAnswer.Restored.class);
        assertThat(database.dump()).isEqualTo(before);
        assertThat(report.notChecked()).contains("tables_of_others");
        assertThat(database.ledger().verify().isClean()).isTrue();
        append();
        assertThat(database.query("SELECT name FROM customers")).containsExactly("ada");
    }

    @Test
    void a_store_alone_from_before_a_committed_cutover_is_not_restored_and_the_ways_on_are_named() throws Exception {
        backUp(kept);
        cutOver();
        append();
        Map<String, String> before = Hashes.of(folder);

        RestoreAnswer.NotRestored refused = refused(database.ledger().restore(RestoreRequest.storeOnly(kept)));

        assertThat(refused.reason()).isEqualTo(RestoreAnswer.Reason.PREDATES_CUTOVER);
        assertThat(refused.message())
                .contains("the cutover at sequence " + (EVENTS + 1))
                .contains("a backup that was made behind that sequence")
                .contains("without --store-only")
                .contains("--lose-events")
                .contains("diptych replay");
        assertThat(Hashes.of(folder)).isEqualTo(before);
    }

    @Test
    void both_copies_from_before_a_cutover_are_restored_by_whoever_loses_it() throws SQLException {
        backUp(kept);
        List<String> before = database.dump();
        cutOver();

        RestoreAnswer.NotRestored refused = refused(database.ledger().restore(RestoreRequest.bothCopies(kept)));
        RestoreAnswer answer =
                database.ledger().restore(RestoreRequest.bothCopies(kept).consenting(Consent.toLose(2)));

        assertThat(refused.reason()).isEqualTo(RestoreAnswer.Reason.WOULD_LOSE_EVENTS);
        assertThat(answer).isInstanceOf(RestoreAnswer.Restored.class);
        assertThat(database.dump()).isEqualTo(before);
        assertThat(database.epoch()).isEqualTo(1);
        cutOver();
        assertThat(database.epoch()).isEqualTo(2);
    }

    @Test
    void a_store_alone_from_behind_a_cutover_is_restored() throws SQLException {
        cutOver();
        backUp(kept);
        append();

        RestoreAnswer answer = database.ledger().restore(RestoreRequest.storeOnly(kept));

        assertThat(answer).isInstanceOf(RestoreAnswer.Restored.class);
        assertThat(database.ledger().cutovers().movedPastStore()).isEmpty();
        append();
        assertThat(database.ledger().verify().isClean()).isTrue();
        assertThat(database.query("SELECT value FROM flags")).containsExactly("1");
    }

    @Test
    void a_store_from_before_a_cutover_that_was_put_in_place_by_hand_is_not_written() throws Exception {
        backUp(kept);
        cutOver();
        putTheOlderStoreInPlace();
        Map<String, String> before = Hashes.of(folder);

        OpenRefusal refusal = refusal();

        assertThat(refusal).isInstanceOf(OpenRefusal.StorePredatesCutover.class);
        assertThat(((OpenRefusal.StorePredatesCutover) refusal).at().value()).isEqualTo(EVENTS + 1);
        assertThat(refusal.message())
                .contains("of epoch 1")
                .contains("led to epoch 2")
                .contains("Nothing was changed")
                .contains("a newer backup of the store")
                .contains("both copies from the same backup")
                .contains("diptych replay");
        assertThat(contentOf(Hashes.of(folder))).isEqualTo(contentOf(before));
        assertThat(database.epoch()).isEqualTo(1);
        assertThat(database.ledger().cutovers().movedPastStore())
                .hasValueSatisfying(
                        boundary -> assertThat(boundary.at().value()).isEqualTo(EVENTS + 1));
    }

    @Test
    void such_a_store_is_not_replayed_into_and_a_new_one_has_every_event_and_no_table_of_the_callers()
            throws Exception {
        backUp(kept);
        cutOver();
        putTheOlderStoreInPlace();

        ReplayAnswer intoIt = database.ledger().replay();
        moveTheStoreAside();
        ReplayAnswer intoANewOne = database.ledger().replay();

        assertThat(intoIt).isNotInstanceOf(ReplayAnswer.Replayed.class);
        assertThat(intoANewOne).isInstanceOf(ReplayAnswer.Replayed.class);
        append();
        assertThat(database.ledger().verify().isClean()).isTrue();
        assertThat(database.epoch()).isEqualTo(2);
        assertThat(database.query("SELECT count(*) FROM sqlite_schema WHERE name IN ('customers', 'orders', 'flags')"))
                .containsExactly("0");
    }

    private void putTheOlderStoreInPlace() throws IOException {
        for (String beside : List.of("app.db-wal", "app.db-shm")) {
            Files.deleteIfExists(folder.resolve(beside));
        }
        Files.copy(kept.resolve("store.db"), database.file(), StandardCopyOption.REPLACE_EXISTING);
    }

    private void moveTheStoreAside() throws IOException {
        for (String name : List.of("app.db", "app.db-wal", "app.db-shm")) {
            if (Files.exists(folder.resolve(name))) {
                Files.move(folder.resolve(name), folder.resolve(name + ".old"));
            }
        }
    }

    /** Without what SQLite keeps beside a database that somebody reads. */
    private static Map<String, String> contentOf(Map<String, String> hashes) {
        hashes.keySet().removeIf(name -> name.endsWith("-shm") || name.endsWith("-wal"));
        return hashes;
    }

    private OpenRefusal refusal() {
        return database.ledger()
                .tryOpen()
                .fold(
                        opened -> {
                            opened.mirror().close();
                            throw new AssertionError("it was opened");
                        },
                        MirrorOpening.Refused::refusal);
    }

    private static RestoreAnswer.NotRestored refused(RestoreAnswer answer) {
        return answer.fold(
                restored -> {
                    throw new AssertionError("it was restored");
                },
                refused -> refused);
    }

    private BackUpReport backUp(Path target) {
        return database.ledger().backup(target, Progress.UNSEEN).fold(BackUpAnswer.BackedUp::report, refused -> {
            throw new AssertionError(refused.message());
        });
    }

    private void cutOver() {
        SqlSteps flags = SqlSteps.of(
                "flags",
                Map.of("flags", 1L),
                "CREATE TABLE flags (name TEXT PRIMARY KEY, value INTEGER)",
                "INSERT INTO flags VALUES ('new_orders', 1)");
        try (Mirror mirror = database.ledger().open()) {
            assertThat(mirror.cutOver(CutoverRequest.of("com.example.shop/2", "2", List.of(flags), "ada")))
                    .isInstanceOf(CutoverAnswer.CutOver.class);
        }
    }

    private void append() {
        try (Mirror mirror = database.ledger().open()) {
            assertThat(mirror.append(EventDraft.of("com.example.noted.v1", "{}"), mirror.decide()))
                    .isInstanceOf(AppendAnswer.Mirrored.class);
        }
    }
}
