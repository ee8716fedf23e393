package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

/** Who may end a transaction, and what becomes of one that ended by itself. The file is shared with tables of a caller's. */
final class TransactionsTest {
    @TempDir
    Path directory;

    private final SeededEvents events = SeededEvents.of(7);
    private List<SealedEvent> batch;
    private Path file;
    private QueryStore store;

    @BeforeEach
    void a_store_beside_tables_of_a_caller() throws SQLException {
        file = directory.resolve("shared.db");
        Stores.run(
                file,
                "CREATE TABLE theirs (x INTEGER PRIMARY KEY, y INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
                "CREATE TABLE parent (id INTEGER PRIMARY KEY)");
        store = Stores.at(file, StoreOptions.shareExisting()).create(Stores.ID);
        batch = events.batchOf(ChainHead.beforeFirst(events.ledgerId()), 3);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String theirs() throws SQLException {
        return Stores.ask(file, "SELECT coalesce(group_concat(x), 'none') FROM theirs");
    }

    /** Runs on the caller's connection after the batch was inserted, and answers. */
    private void inside(Work work) {
        store.inTransaction(transaction -> {
            transaction.insert(batch);
            try {
                work.on(transaction.unwrap(Connection.class));
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
            return batch;
        });
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    @Test
    void statements_of_a_caller_are_kept_with_the_events_or_not_at_all() throws SQLException {
        inside(connection -> Stores.run(connection, "INSERT INTO theirs (x) VALUES (1)"));

        assertThat(theirs()).isEqualTo("1");
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));

        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    transaction.unwrap(Handle.class).execute("INSERT INTO theirs (x) VALUES (2)");
                    throw new ArithmeticException("no");
                }))
                .isInstanceOf(ArithmeticException.class);
        assertThat(theirs()).isEqualTo("1");
    }

    @Test
    void the_guarded_handle_is_in_a_transaction_works_with_savepoints_and_refuses_to_end_anything()
            throws SQLException {
        store.inTransaction(transaction -> {
            Handle handle = transaction.unwrap(Handle.class);
            assertThat(transaction.unwrap(Handle.class)).isSameAs(handle);
            assertThat(handle.isInTransaction()).isTrue();
            handle.execute("INSERT INTO theirs (x) VALUES (?)", 1);
            handle.savepoint("here");
            handle.execute("INSERT INTO theirs (x) VALUES (2)");
            handle.rollbackToSavepoint("here");
            handle.releaseSavepoint("here");
            for (ThrowingCallable ending : List.<ThrowingCallable>of(
                    handle::commit,
                    handle::rollback,
                    () -> handle.execute("COMMIT"),
                    () -> handle.execute("  /* now */ -- then\n end transaction"),
                    () -> handle.execute("ROLLBACK"),
                    () -> handle.execute("begin immediate"))) {
                assertThatThrownBy(ending).hasStackTraceContaining("refused");
            }
            handle.useTransaction(joined -> joined.execute("UPDATE theirs SET y = NULL"));
            assertThat(handle.isInTransaction()).isTrue();
            assertThat(handle.createQuery("SELECT count(*) FROM theirs")
                            .mapTo(Integer.class)
                            .one())
                    .isEqualTo(1);
            return handle;
        });

        assertThat(theirs()).isEqualTo("1");
    }

    @Test
    void a_handle_that_was_closed_does_not_end_the_transaction() throws SQLException {
        store.inTransaction(transaction -> {
            transaction.insert(batch);
            Handle handle = transaction.unwrap(Handle.class);
            handle.execute("INSERT INTO theirs (x) VALUES (1)");
            assertThatThrownBy(handle::close).hasStackTraceContaining("refused");
            return batch;
        });

        assertThat(theirs()).isEqualTo("1");
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
    }

    @Test
    void the_guarded_connection_refuses_to_end_anything_and_to_show_what_is_under_it() throws SQLException {
        inside(connection -> {
            Statement statement = connection.createStatement();
            PreparedStatement prepared = connection.prepareStatement("INSERT INTO theirs (x) VALUES (?)");
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(prepared.getConnection()).isSameAs(connection);
            for (ThrowingCallable ending : List.<ThrowingCallable>of(
                    connection::commit,
                    connection::rollback,
                    connection::close,
                    () -> connection.setAutoCommit(false),
                    () -> connection.abort(Runnable::run),
                    () -> connection.unwrap(SQLiteConnection.class),
                    () -> statement.unwrap(Object.class),
                    () -> statement.execute("COMMIT"),
                    () -> statement.executeUpdate(";; Rollback"),
                    () -> statement.addBatch("END"),
                    () -> connection.prepareStatement("COMMIT"))) {
                assertThatThrownBy(ending).isInstanceOf(SQLException.class).hasMessageContaining("refused");
            }
            assertThat(connection.isWrapperFor(SQLiteConnection.class)).isFalse();
            Savepoint savepoint = connection.setSavepoint("here");
            prepared.setInt(1, 5);
            prepared.executeUpdate();
            connection.rollback(savepoint);
            prepared.setInt(1, 6);
            prepared.executeUpdate();
        });

        assertThat(theirs()).isEqualTo("6");
    }

    @Test
    void a_connection_that_outlived_its_transaction_runs_nothing() {
        Connection kept = store.inTransaction(transaction -> transaction.unwrap(Connection.class));

        assertThatThrownBy(() -> Stores.run(kept, "INSERT INTO theirs (x) VALUES (1)"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("has ended");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT OR ROLLBACK INTO theirs (x) VALUES (1)",
                "INSERT INTO theirs (x) VALUES (3); ROLLBACK",
            })
    void a_statement_that_rolls_everything_back_dooms_the_transaction_even_if_its_failure_is_swallowed(String fatal)
            throws SQLException {
        Stores.run(file, "INSERT INTO theirs (x) VALUES (1)");

        assertThatThrownBy(() -> inside(connection -> {
                    Stores.run(connection, "INSERT INTO theirs (x) VALUES (2)");
                    Statement prepared = connection.createStatement();
                    swallowing(() -> prepared.executeUpdate(fatal));
                    assertThatThrownBy(() -> prepared.execute("INSERT INTO theirs (x) VALUES (4)"))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("doomed");
                    assertThatThrownBy(connection::createStatement).hasMessageContaining("doomed");
                }))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("rolled back by a statement")
                .hasMessageContaining("Nothing of it was kept");

        assertThat(theirs()).isEqualTo("1");
        assertThat(store.highestSequence()).isEqualTo(Sequence.NONE);
        inside(connection -> Stores.run(connection, "INSERT INTO theirs (x) VALUES (9)"));
        assertThat(theirs()).isEqualTo("1,9");
    }

    @Test
    void a_full_database_refuses_the_insert_keeps_nothing_of_it_and_works_again_when_there_is_room()
            throws SQLException {
        limitPages(1);
        List<SealedEvent> many = Stores.flat(Stores.chain(events, 400));
        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    transaction.insert(many);
                    return many;
                }))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("inserting 400 events from sequence 1")
                .hasMessageContaining("There is no room")
                .hasMessageContaining("Next: make room");
        assertThat(store.highestSequence()).isEqualTo(Sequence.NONE);

        limitPages(1_000_000);
        store.inTransaction(transaction -> {
            transaction.insert(many);
            return many;
        });
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(400));
    }

    /** SQLite takes a limit below the present size for the present size. */
    private void limitPages(int pages) {
        store.inTransaction(transaction -> transaction
                .unwrap(Handle.class)
                .createQuery("PRAGMA max_page_count = " + pages)
                .mapTo(Long.class)
                .one());
    }

    @Test
    void a_commit_smuggled_in_is_reported_and_nothing_runs_after_it() throws SQLException {
        assertThatThrownBy(() -> inside(connection -> {
                    Statement statement = connection.createStatement();
                    statement.executeUpdate("INSERT INTO theirs (x) VALUES (1); COMMIT");
                    swallowing(() -> statement.executeUpdate("INSERT INTO theirs (x) VALUES (2)"));
                }))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("committed by a statement inside it")
                .hasMessageContaining("diptych verify");

        assertThat(theirs()).isEqualTo("1");
    }

    @Test
    void a_commit_that_a_constraint_refuses_leaves_nothing_and_the_next_transaction_works() throws SQLException {
        assertThatThrownBy(
                        () -> inside(connection -> Stores.run(connection, "INSERT INTO theirs (x, y) VALUES (1, 77)")))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("COMMIT")
                .hasMessageContaining("FOREIGN KEY");

        assertThat(theirs()).isEqualTo("none");
        assertThat(store.highestSequence()).isEqualTo(Sequence.NONE);
        inside(connection -> Stores.run(connection, "INSERT INTO theirs (x) VALUES (9)"));
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
    }

    @Test
    void while_another_writer_holds_the_file_a_transaction_is_refused_before_its_work_begins() throws SQLException {
        try (Connection other = Stores.shell(file)) {
            Stores.run(other, "BEGIN IMMEDIATE");
            assertThatThrownBy(() -> store.inTransaction(transaction -> {
                        throw new AssertionError("the work began");
                    }))
                    .isInstanceOf(StoreBusyException.class)
                    .hasMessageContaining("shared.db")
                    .hasMessageContaining("Another writer")
                    .hasMessageContaining("Next:");
            Stores.run(other, "ROLLBACK");
        }
        inside(connection -> Stores.run(connection, "INSERT INTO theirs (x) VALUES (1)"));
        assertThat(theirs()).isEqualTo("1");
    }

    /**
     * The driver's own commit is COMMIT and BEGIN together: it can throw although the row was committed, and an idle
     * connection would keep a transaction, and with it the write lock, for ever.
     */
    @Test
    void connections_stay_in_autocommit_and_hold_no_lock_between_transactions() throws SQLException {
        inside(connection -> {});
        try (Connection other = Stores.shell(file)) {
            Stores.run(other, "BEGIN IMMEDIATE", "INSERT INTO theirs (x) VALUES (8)", "COMMIT");
            Stores.run(other, "BEGIN IMMEDIATE");
            assertThat(Stores.ask(other, "SELECT count(*) FROM diptych_events")).isEqualTo("3");
            Stores.run(other, "ROLLBACK");
        }
        store.inTransaction(transaction -> {
            assertThat(onlyAutocommit(transaction.unwrap(Connection.class))).isTrue();
            return 1;
        });
    }

    private static boolean onlyAutocommit(Connection connection) {
        try {
            return connection.getAutoCommit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** As a caller does that goes on regardless. */
    private static void swallowing(ThrowingCallable failing) {
        try {
            failing.call();
        } catch (Throwable swallowed) {
            assertThat(swallowed).isInstanceOf(SQLException.class);
        }
    }
}
