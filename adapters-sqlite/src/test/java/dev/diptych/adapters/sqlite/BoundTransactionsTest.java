package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.BoundEvents;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only SQLite does inside a bound transaction. The file is shared with tables of a caller's. */
final class BoundTransactionsTest {
    @TempDir
    Path directory;

    private final SeededEvents events = SeededEvents.of(16);
    private Path file;
    private QueryStore store;
    private List<SealedEvent> before;
    private List<SealedEvent> bound;

    @BeforeEach
    void a_store_beside_tables_of_a_caller() throws SQLException {
        file = directory.resolve("shared.db");
        Stores.run(
                file,
                "CREATE TABLE theirs (x INTEGER UNIQUE, y INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
                "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                "CREATE TABLE picky (x)",
                "CREATE TRIGGER picky_insert BEFORE INSERT ON picky BEGIN SELECT RAISE(ROLLBACK, 'no'); END");
        store = Stores.at(file, StoreOptions.shareExisting()).create(Stores.ID);
        List<List<SealedEvent>> chain = events.chain(events.ledgerId(), 3, 1);
        Stores.fill(store, chain);
        before = Stores.flat(chain);
        bound = BoundEvents.behind(events, before.get(2).asHead(), 2);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String theirs() throws SQLException {
        return Stores.ask(file, "SELECT coalesce(group_concat(x), 'none') FROM theirs");
    }

    private void assertNothingKept() throws SQLException {
        assertThat(theirs()).isEqualTo("none");
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
        try (BoundStoreTransaction next = store.beginBound()) {
            next.insert(bound);
            assertThat(next.commit()).isEqualTo(new BoundEnd.Committed());
        }
        assertThat(store.find(bound.get(1).id())).contains(bound.get(1));
    }

    @Test
    void it_is_forced_at_its_commit_and_ordinary_transactions_are_not() throws SQLException {
        for (int i = 0; i < 2; i++) {
            try (BoundStoreTransaction transaction = store.beginBound()) {
                assertThat(Stores.ask(transaction.unwrap(Connection.class), "PRAGMA synchronous"))
                        .isEqualTo("2");
                assertThat(Stores.ask(transaction.unwrap(Connection.class), "PRAGMA wal_autocheckpoint"))
                        .isEqualTo("0");
            }
            String ordinary = store.inTransaction(transaction -> transaction
                    .unwrap(Handle.class)
                    .createQuery("PRAGMA synchronous")
                    .mapTo(String.class)
                    .one());
            assertThat(ordinary).isEqualTo("1");
        }
    }

    @Test
    void what_a_caller_sets_on_the_connection_does_not_reach_the_next_transaction() throws SQLException {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            Connection connection = transaction.unwrap(Connection.class);
            swallowing(() -> Stores.run(connection, "PRAGMA synchronous = OFF"));
            swallowing(() -> Stores.run(connection, "PRAGMA journal_mode = DELETE"));
            Stores.run(
                    connection,
                    "PRAGMA foreign_keys = OFF",
                    "PRAGMA ignore_check_constraints = ON",
                    "PRAGMA trusted_schema = ON",
                    "CREATE TEMP TABLE diptych_events (x)",
                    "INSERT INTO theirs (x) VALUES (1)");
            transaction.insert(bound);
            assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());
        }

        assertThat(store.find(bound.get(0).id())).contains(bound.get(0));
        assertThat(theirs()).isEqualTo("1");
        try (BoundStoreTransaction next = store.beginBound()) {
            Connection connection = next.unwrap(Connection.class);
            assertThat(Stores.ask(connection, "PRAGMA synchronous")).isEqualTo("2");
            assertThat(Stores.ask(connection, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(Stores.ask(connection, "PRAGMA foreign_keys")).isEqualTo("1");
            assertThat(Stores.ask(connection, "PRAGMA ignore_check_constraints"))
                    .isEqualTo("0");
            assertThat(Stores.ask(connection, "PRAGMA trusted_schema")).isEqualTo("0");
            assertThat(Stores.ask(connection, "SELECT count(*) FROM temp.sqlite_schema"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT OR ROLLBACK INTO theirs (x) VALUES (1)",
                "INSERT INTO picky VALUES (1)",
                "CREATE TABLE strict_ones (x UNIQUE ON CONFLICT ROLLBACK); INSERT INTO strict_ones VALUES (1), (1)"
            })
    void a_rollback_inside_ends_it_and_what_the_caller_does_afterwards_is_not_kept(String statement)
            throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        Connection connection = transaction.unwrap(Connection.class);
        transaction.insert(bound);
        Stores.run(connection, "INSERT INTO theirs (x) VALUES (1)");
        assertThatThrownBy(() -> update(connection, statement)).isInstanceOf(SQLException.class);

        assertThatThrownBy(() -> Stores.run(connection, "INSERT INTO theirs (x) VALUES (2)"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("doomed");

        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class,
                        end -> assertThat(end.doom())
                                .hasValueSatisfying(why -> assertThat(why)
                                        .hasMessageContaining("was rolled back by a statement inside it")));
        assertNothingKept();
    }

    @Test
    void a_full_disk_that_the_caller_swallows_ends_it() throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        Connection connection = transaction.unwrap(Connection.class);
        transaction.insert(bound);
        Stores.run(connection, "INSERT INTO theirs (x) VALUES (1)", "PRAGMA max_page_count = 1");
        swallowing(() -> Stores.run(connection, "INSERT INTO theirs (x) VALUES (zeroblob(200000))"));
        swallowing(() -> Stores.run(connection, "INSERT INTO theirs (x) VALUES (2)"));

        assertThat(transaction.commit()).isInstanceOf(BoundEnd.RolledBack.class);
        assertNothingKept();
    }

    @Test
    void a_rollback_and_an_insert_in_one_text_are_not_taken_for_nothing() throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        Connection connection = transaction.unwrap(Connection.class);
        transaction.insert(bound);
        update(connection, "INSERT INTO theirs (x) VALUES (1); ROLLBACK; INSERT INTO theirs (x) VALUES (2)");

        assertThat(transaction.commit()).isInstanceOf(BoundEnd.Uncertain.class);
        assertThat(theirs()).isEqualTo("2");
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
    }

    @Test
    void a_constraint_that_is_met_at_commit_leaves_its_end_to_be_read_and_the_store_usable() throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        transaction.insert(bound);
        Stores.run(transaction.unwrap(Connection.class), "INSERT INTO theirs (x, y) VALUES (1, 77)");

        assertThat(transaction.commit()).isInstanceOfSatisfying(BoundEnd.Uncertain.class, end -> {
            assertThat(end.why()).hasMessageContaining("FOREIGN KEY").hasMessageContaining("COMMIT");
            assertThat(end.storeIsBroken()).isFalse();
        });
        assertNothingKept();
    }

    @Test
    void a_row_that_the_caller_replaced_is_not_taken_for_the_event_s() throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        transaction.insert(bound);
        Stores.run(
                transaction.unwrap(Connection.class),
                "UPDATE diptych_mirror SET unlocked = 1",
                "UPDATE diptych_events SET payload = '\"other\"' WHERE seq = 4",
                "UPDATE diptych_mirror SET unlocked = 0");

        assertThat(transaction.commit()).isInstanceOf(BoundEnd.RolledBack.class);
        assertNothingKept();
    }

    @Test
    void refuses_what_would_end_or_widen_it_and_is_not_harmed_by_the_refusal() throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        Connection connection = transaction.unwrap(Connection.class);
        Handle handle = transaction.unwrap(Handle.class);
        transaction.insert(bound);
        List<ThrowingCallable> refused = List.of(
                connection::commit,
                connection::rollback,
                connection::close,
                () -> connection.setAutoCommit(false),
                () -> connection.unwrap(Connection.class),
                () -> Stores.run(connection, " /* no */ COMMIT"),
                () -> Stores.run(connection, "ROLLBACK"),
                () -> Stores.run(connection, "attach ':memory:' AS other"),
                handle::commit,
                handle::rollback,
                () -> handle.execute("END"));
        for (ThrowingCallable each : refused) {
            assertThatThrownBy(each).hasMessageContaining("refused");
        }
        assertThatThrownBy(() -> Stores.run(connection, "RELEASE nothing_of_theirs"))
                .isInstanceOf(SQLException.class);
        Stores.run(connection, "SAVEPOINT theirs", "INSERT INTO theirs (x) VALUES (1)", "RELEASE theirs");

        assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());
        assertThat(theirs()).isEqualTo("1");
    }

    @Test
    void nothing_that_it_hands_out_leads_to_the_connection_beneath() throws SQLException {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            Connection connection = transaction.unwrap(Connection.class);
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT seq FROM diptych_events");
            assertThat(rows.next()).isTrue();

            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(connection
                            .getMetaData()
                            .getTables(null, null, "theirs", null)
                            .next())
                    .isTrue();
            List<ThrowingCallable> refused = List.of(
                    () -> rows.unwrap(ResultSet.class),
                    () -> statement.unwrap(Statement.class),
                    () -> connection.getMetaData().unwrap(DatabaseMetaData.class),
                    () -> connection
                            .getMetaData()
                            .getTables(null, null, "theirs", null)
                            .getStatement());
            for (ThrowingCallable each : refused) {
                assertThatThrownBy(each).isInstanceOf(SQLException.class).hasMessageContaining("refused");
            }
        }
    }

    @Test
    void a_statement_that_runs_for_ever_is_stopped_by_doom_from_another_thread() throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        Connection connection = transaction.unwrap(Connection.class);
        StoreFailedException timeIsUp = new StoreFailedException("the time is up");
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> watchdog = CompletableFuture.runAsync(() -> {
            while (!over.isDone()) {
                transaction.doom(timeIsUp);
                Thread.onSpinWait();
            }
        });

        assertThatThrownBy(() -> Stores.ask(
                        connection,
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"))
                .isInstanceOf(SQLException.class);
        over.complete(null);
        watchdog.join();

        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class, end -> assertThat(end.doom()).contains(timeIsUp));
        assertNothingKept();
    }

    @Test
    void another_process_s_writer_has_to_wait_and_its_reader_sees_what_was_before() throws SQLException {
        try (Connection other = Stores.shell(file);
                BoundStoreTransaction transaction = store.beginBound()) {
            Stores.run(other, "PRAGMA busy_timeout = 0");
            transaction.insert(bound);
            assertThatThrownBy(() -> Stores.run(other, "INSERT INTO theirs (x) VALUES (5)"))
                    .isInstanceOf(SQLException.class);
            assertThat(Stores.ask(other, "SELECT max(seq) FROM diptych_events")).isEqualTo("3");
            assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());
            assertThat(Stores.ask(other, "SELECT max(seq) FROM diptych_events")).isEqualTo("5");
        }
    }

    @Test
    void a_query_that_the_caller_left_open_keeps_no_checkpoint_from_moving_everything() throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        Statement left = transaction.unwrap(Connection.class).createStatement();
        assertThat(left.executeQuery("SELECT seq FROM diptych_events").next()).isTrue();
        transaction.insert(bound);
        assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());

        store.checkpointFully();

        Path alone = directory.resolve("alone.db");
        Stores.shellCommand("cp", file.toString(), alone.toString());
        assertThat(Stores.ask(alone, "SELECT max(seq) FROM diptych_events")).isEqualTo("5");
    }

    @Test
    void a_reader_of_an_older_state_keeps_a_full_checkpoint_from_its_end_and_is_named() throws SQLException {
        try (Connection reader = Stores.shell(file)) {
            Stores.run(reader, "BEGIN");
            assertThat(Stores.ask(reader, "SELECT max(seq) FROM diptych_events"))
                    .isEqualTo("3");
            try (BoundStoreTransaction transaction = store.beginBound()) {
                transaction.insert(bound);
                transaction.commit();
            }

            assertThatThrownBy(store::checkpointFully)
                    .isInstanceOf(StoreBusyException.class)
                    .hasMessageContaining("reader");
            Stores.run(reader, "COMMIT");
        }
        store.checkpointFully();
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(5));
    }

    private static void update(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(text);
        }
    }

    private static void swallowing(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOf(SQLException.class);
    }
}
