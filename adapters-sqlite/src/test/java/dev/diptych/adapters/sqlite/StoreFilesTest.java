package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.AdapterProvider;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider.StorePresence;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies at a store's place, and what opening makes of it. */
final class StoreFilesTest {
    @TempDir
    Path directory;

    private final SeededEvents events = SeededEvents.of(3);

    private Path made(int count) {
        Path file = directory.resolve("store.db");
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            Stores.fill(store, Stores.chain(events, count));
        }
        return file;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void the_adapter_is_found_by_its_scheme() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .filteredOn(adapter -> adapter.scheme().equals("sqlite"))
                .singleElement()
                .isInstanceOf(SqliteAdapter.class);
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite:data/store.db, data/store.db, 2000",
        "sqlite:/data/store.db, /data/store.db, 2000",
        "sqlite:///data/store.db?busyTimeoutMillis=0, /data/store.db, 0",
        "sqlite:a%20b%3f%23%C3%A9.db?busyTimeoutMillis=7&copyDirectory=/tmp/x, a b?#é.db, 7",
    })
    void a_uri_names_a_path_and_options(String uri, String path, int busyTimeoutMillis) {
        SqliteLocation location = SqliteLocation.parse(URI.create(uri));
        assertThat(location.path()).isEqualTo(Path.of(path));
        assertThat(location.busyTimeoutMillis()).isEqualTo(busyTimeoutMillis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlite:x?busyTimeoutMillis=-1",
                "sqlite:x?busyTimeoutMillis=",
                "sqlite:x?mode=ro",
                "sqlite:x#y",
                "sqlite://host/x",
                "sqlite:?busyTimeoutMillis=1",
                "sqlite:x%00y",
                "jsonl:x",
                "sqlite:x?copyDirectory="
            })
    void a_uri_that_names_no_place_or_an_unknown_option_is_refused(String uri) {
        assertThatThrownBy(() -> new SqliteAdapter().at(URI.create(uri), Stores.PAYLOADS, StoreOptions.OWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(uri)
                .hasMessageContaining("expected");
    }

    @Test
    void a_path_with_characters_that_end_a_uri_leads_to_its_file() throws SQLException {
        Path odd = directory.resolve("ä ?#%41&.db");
        try (QueryStore store =
                new SqliteStoreProvider(SqliteLocation.at(odd), Stores.PAYLOADS, StoreOptions.OWN).create(Stores.ID)) {
            Stores.fill(store, Stores.chain(events, 2));
            assertThat(odd).exists();
            assertThat(store.highestSequence()).isEqualTo(Sequence.of(2));
        }
    }

    @Test
    void a_new_store_is_its_owner_s_alone_and_says_what_it_is() throws Exception {
        Path file = directory.resolve("new").resolve("deep").resolve("store.db");
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            Stores.fill(store, Stores.chain(events, 2));
            for (String name : List.of("store.db", "store.db-wal", "store.db-shm")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(names(file.getParent())).containsExactly("store.db");
        assertThat(Stores.ask(file, "PRAGMA application_id")).isEqualTo(Integer.toString(0x44495054));
        assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("2");
        assertThat(Stores.ask(file, "PRAGMA journal_mode")).isEqualTo("wal");
        assertThat(
                        Stores.ask(
                                file,
                                "SELECT count(*) FROM pragma_table_list WHERE name LIKE 'diptych%' AND type='table' AND strict = 1"))
                .isEqualTo("3");
    }

    @Test
    void what_a_crash_left_of_a_store_in_the_making_is_no_store_and_is_cleared_away() throws Exception {
        Path file = directory.resolve("store.db");
        Files.writeString(directory.resolve("store.db.aside-unfinished"), "half a page");
        assertThat(Stores.at(file).presence()).isEqualTo(StorePresence.ABSENT);

        Stores.at(file).create(Stores.ID).close();

        assertThat(names(directory)).containsExactly("store.db");
    }

    @Test
    void a_file_without_a_byte_and_a_database_without_a_table_become_a_store() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.db"));
        assertThat(Stores.at(empty).presence()).isEqualTo(StorePresence.ABSENT);
        Stores.at(empty).create(Stores.ID).close();
        assertThat(Stores.ask(empty, "PRAGMA user_version")).isEqualTo("2");

        Path bare = directory.resolve("bare.db");
        Stores.run(bare, "CREATE TABLE t (x)", "DROP TABLE t");
        assertThatThrownBy(() -> Stores.at(bare).openForWriting())
                .isInstanceOf(ForeignStoreException.class)
                .hasMessageContaining("no table at all");
        Stores.at(bare).create(Stores.ID).close();
        assertThat(Stores.ask(bare, "SELECT store_id FROM diptych_mirror")).isEqualTo(Stores.ID.value());
    }

    @Test
    void tables_of_somebody_else_are_left_alone_unless_sharing_is_allowed() throws Exception {
        Path file = directory.resolve("theirs.db");
        Stores.run(file, "CREATE TABLE theirs (x)", "INSERT INTO theirs VALUES (1)", "PRAGMA user_version = 42");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> Stores.at(file).create(Stores.ID))
                .isInstanceOf(ForeignStoreException.class)
                .hasMessageContaining("theirs.db")
                .hasMessageContaining("left as it is")
                .hasMessageContaining("--into-existing");
        assertThatThrownBy(() -> Stores.at(file).openForWriting()).isInstanceOf(ForeignStoreException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);

        try (QueryStore store = Stores.at(file, StoreOptions.shareExisting()).create(Stores.ID)) {
            Stores.fill(store, Stores.chain(events, 2));
        }
        assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("42");
        assertThat(Stores.ask(file, "PRAGMA application_id")).isEqualTo("0");
        assertThat(Stores.ask(file, "SELECT x FROM theirs")).isEqualTo("1");
        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(store.highestSequence()).isEqualTo(Sequence.of(2));
        }
    }

    @Test
    void what_is_no_database_is_foreign_and_stays_as_it_was() throws IOException {
        Path file = Files.writeString(directory.resolve("store.db"), "this is a letter, and no database\n".repeat(100));
        byte[] before = Files.readAllBytes(file);
        for (var opening : List.<ThrowingCallable>of(
                () -> Stores.at(file).openForWriting(),
                () -> Stores.at(file).openForReading(),
                () -> Stores.at(file).create(Stores.ID))) {
            assertThatThrownBy(opening)
                    .isInstanceOf(ForeignStoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("Expected a SQLite database")
                    .hasMessageContaining("Next:");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names(directory)).containsExactly("store.db");
    }

    @Test
    void a_link_and_a_directory_are_no_store() throws IOException {
        Path file = made(1);
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), file);
        assertThatThrownBy(() -> Stores.at(link).openForWriting())
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("symbolic link");
        assertThat(Stores.at(link).presence().exists()).isTrue();
        assertThatThrownBy(() -> Stores.at(directory).openForReading())
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("no plain file");
        assertThatThrownBy(() -> Stores.at(directory.resolve("nowhere").resolve("store.db"))
                        .openForReading())
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void a_database_in_another_encoding_is_refused() throws SQLException {
        Path file = directory.resolve("wide.db");
        Stores.run(file, "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE theirs (x)");
        assertThatThrownBy(() -> Stores.at(file, StoreOptions.shareExisting()).create(Stores.ID))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("UTF-16le")
                .hasMessageContaining("expected UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE diptych_mirror SET store_schema = 3",
                "PRAGMA user_version = 3",
                "UPDATE diptych_mirror SET format = 2",
            })
    void a_store_of_a_newer_program_is_refused_and_left_as_it_is(String newer) throws SQLException {
        Path file = made(2);
        Stores.run(file, newer);
        assertThatThrownBy(() -> Stores.at(file).openForWriting())
                .isInstanceOf(UnknownStoreVersionException.class)
                .hasMessageContaining("newer program");
        assertThatThrownBy(() -> Stores.at(file).openForReading()).isInstanceOf(UnknownStoreVersionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE diptych_mirror SET store_schema = 0",
                "UPDATE diptych_mirror SET store_schema = -1",
                "UPDATE diptych_mirror SET format = 0",
                "PRAGMA user_version = 0",
                "DROP TABLE diptych_events",
                "ALTER TABLE diptych_events DROP COLUMN void",
                "ALTER TABLE diptych_events ADD COLUMN more TEXT",
            })
    void a_store_that_is_not_whole_is_refused_with_a_next_step(String broken) throws SQLException {
        Path file = made(2);
        Stores.run(file, "DROP VIEW diptych_happened", broken);
        for (var opening : List.<ThrowingCallable>of(
                () -> Stores.at(file).openForWriting(), () -> Stores.at(file).openForReading())) {
            assertThatThrownBy(opening)
                    .isInstanceOf(StoreFailedException.class)
                    .hasMessageContaining("store.db")
                    .hasMessageContaining("Nothing was changed")
                    .hasMessageContaining("diptych replay");
        }
    }

    @Test
    void triggers_indexes_and_the_view_are_made_again_where_a_hand_dropped_or_altered_them() throws SQLException {
        Path file = made(2);
        Stores.run(
                file,
                "DROP TRIGGER diptych_events_delete",
                "DROP TRIGGER diptych_events_insert",
                "CREATE TRIGGER diptych_events_insert AFTER INSERT ON diptych_events BEGIN SELECT 1; END",
                "DROP INDEX diptych_events_by_type",
                "DROP VIEW diptych_happened",
                "UPDATE diptych_mirror SET unlocked = 1");
        try (StoreReader reader = Stores.at(file).openForReading()) {
            assertThat(reader.highestSequence()).isEqualTo(Sequence.of(2));
        }
        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(store.note().orElseThrow())
                    .contains(
                            "diptych_events_delete",
                            "diptych_events_insert",
                            "diptych_events_by_type",
                            "diptych_happened")
                    .doesNotContain("diptych_events_update");
        }
        assertThatThrownBy(() -> Stores.run(file, "DELETE FROM diptych_events")).hasMessageContaining("rows never go");
        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(store.note()).isEmpty();
        }
    }

    @Test
    void inner_damage_is_found_by_the_integrity_check() throws Exception {
        Path file = made(30);
        Stores.runWithoutTypes(file, "UPDATE diptych_events SET payload = x'00' WHERE seq = 7");
        try (QueryStore store = Stores.at(file).openForWriting()) {
            assertThat(store.integrityProblem().orElseThrow()).contains("diptych_events.payload");
        }
    }

    @Test
    void a_damaged_page_is_a_failed_store_with_a_next_step() throws Exception {
        Path file = made(300);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
        Files.write(file, bytes);
        assertThatThrownBy(() -> {
                    try (StoreReader reader = Stores.at(file).openForReading()) {
                        Stores.rows(reader);
                    }
                })
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("damaged inside")
                .hasMessageContaining("diptych replay");
    }

    @Test
    void a_reader_leaves_nothing_beside_the_store_and_a_write_ahead_log_as_it_found_it() throws Exception {
        Path file = made(2);
        try (StoreReader reader = Stores.at(file).openForReading()) {
            assertThat(reader.highestSequence()).isEqualTo(Sequence.of(2));
        }
        assertThat(names(directory)).containsExactly("store.db");

        Path died = Files.createDirectory(directory.resolve("died"));
        try (QueryStore store = Stores.at(file).openForWriting()) {
            insertNext(store);
            Stores.shellCommand("cp", file.toString(), file + "-wal", died.toString());
        }
        byte[] log = Files.readAllBytes(died.resolve("store.db-wal"));
        try (StoreReader reader = Stores.at(died.resolve("store.db")).openForReading()) {
            assertThat(reader.highestSequence()).isEqualTo(Sequence.of(3));
        }
        assertThat(log).isNotEmpty().isEqualTo(Files.readAllBytes(died.resolve("store.db-wal")));
    }

    @Test
    void a_new_store_gets_its_indexes_when_it_is_no_longer_filled_and_after_a_crash_at_the_next_opening()
            throws Exception {
        String indexes = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'diptych_events_by_%'";
        Path file = directory.resolve("store.db");
        Path died = Files.createDirectory(directory.resolve("died"));
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            Stores.fill(store, List.of(events.batchOf(ChainHead.beforeFirst(events.ledgerId()), 100)));
            assertThat(Stores.ask(file, indexes)).isEqualTo("0");
            Stores.shellCommand("cp", file.toString(), file + "-wal", died.toString());
            insertNext(store);
            assertThat(Stores.ask(file, indexes)).isEqualTo("3");
        }
        try (QueryStore store = Stores.at(died.resolve("store.db")).openForWriting()) {
            assertThat(store.note()).isEmpty();
            assertThat(Stores.ask(died.resolve("store.db"), indexes)).isEqualTo("3");
        }
        Path asked = directory.resolve("asked.db");
        try (QueryStore store = Stores.at(asked).create(Stores.ID)) {
            assertThat(store.ownTypes()).isEmpty();
            assertThat(Stores.ask(asked, indexes)).isEqualTo("0");
            Stores.fill(store, List.of(events.batchOf(ChainHead.beforeFirst(events.ledgerId()), 100)));
            assertThat(store.ownTypes()).isEmpty();
            assertThat(Stores.ask(asked, indexes)).isEqualTo("3");
        }
        Path closed = directory.resolve("closed.db");
        Stores.at(closed).create(Stores.ID).close();
        assertThat(Stores.ask(closed, indexes)).isEqualTo("3");
    }

    private void insertNext(QueryStore store) {
        List<SealedEvent> batch = events.batchOf(store.head().orElseThrow(), 1);
        store.inTransaction(transaction -> {
            transaction.insert(batch);
            return batch;
        });
    }

    @Test
    void two_stores_cannot_be_made_in_one_place() {
        Path file = made(1);
        assertThatThrownBy(() -> Stores.at(file).create(Stores.ID))
                .isInstanceOf(ForeignStoreException.class)
                .hasMessageContaining("a store at " + file + " already");
    }

    @Test
    void a_write_ahead_log_beside_the_store_is_seen_without_opening_anything() throws Exception {
        Path file = directory.resolve("store.db");
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            Stores.fill(store, Stores.chain(events, 2));
            assertThat(Stores.at(file).presence()).isEqualTo(new StorePresence(true, true));
        }
        assertThat(Stores.at(file).presence()).isEqualTo(new StorePresence(true, false));
    }

    @Test
    void the_triggers_refuse_whoever_changes_rows_and_let_through_who_unlocked_in_the_same_transaction()
            throws SQLException {
        Path file = made(3);
        String columns = String.join(", ", ColumnRow.COLUMNS);
        for (String edit : List.of(
                "UPDATE diptych_events SET payload = '1'",
                "UPDATE OR REPLACE diptych_events SET seq = 1 WHERE seq = 2",
                "DELETE FROM diptych_events",
                "INSERT OR REPLACE INTO diptych_events SELECT * FROM diptych_events WHERE seq = 2",
                "INSERT OR REPLACE INTO diptych_events (seq, " + columns + ") SELECT 9, " + columns
                        + " FROM diptych_events WHERE seq = 2",
                "INSERT OR IGNORE INTO diptych_events SELECT * FROM diptych_events WHERE seq = 2",
                "INSERT INTO diptych_events (seq, " + columns + ") SELECT 0, " + columns.replace(" id,", " 'new',")
                        + " FROM diptych_events WHERE seq = 2",
                "DELETE FROM diptych_mirror",
                "INSERT INTO diptych_mirror (one, store_id, format, store_schema, epoch) VALUES (2, 'x', 1, 1, 1)")) {
            assertThatThrownBy(() -> Stores.run(file, edit)).as(edit).isInstanceOf(SQLException.class);
        }
        try (Connection shell = Stores.shell(file)) {
            Stores.run(
                    shell,
                    "BEGIN",
                    "UPDATE diptych_mirror SET unlocked = 1",
                    "UPDATE diptych_events SET payload = '1' WHERE seq = 2",
                    "DELETE FROM diptych_events WHERE seq = 3",
                    "UPDATE diptych_mirror SET unlocked = 0",
                    "COMMIT");
        }
        assertThat(Stores.ask(file, "SELECT group_concat(seq || length(payload)) FROM diptych_events WHERE seq > 1"))
                .isEqualTo("21");
        assertThatThrownBy(() -> Stores.run(file, "DELETE FROM diptych_events")).hasMessageContaining("rows never go");
    }

    @Test
    void an_interrupted_thread_makes_and_fills_a_store_and_stays_interrupted() {
        List<List<SealedEvent>> batches = Stores.chain(events, 3);
        Thread.currentThread().interrupt();
        try (QueryStore store =
                Stores.at(directory.resolve("a").resolve("store.db")).create(Stores.ID)) {
            Stores.fill(store, batches);
            assertThat(store.find(Sequence.of(3))).contains(Stores.flat(batches).get(2));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
