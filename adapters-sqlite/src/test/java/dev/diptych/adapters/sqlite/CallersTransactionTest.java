package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.NotOurTransactionException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that a caller brought along. */
final class CallersTransactionTest {
    @TempDir
    Path directory;

    private final SeededEvents events = SeededEvents.of(11);
    private Path file;
    private QueryStore store;
    private List<SealedEvent> next;

    @BeforeEach
    void a_store_with_three_events() {
        file = directory.resolve("store.db");
        store = Stores.at(file).create(Stores.ID);
        List<List<SealedEvent>> batches = Stores.chain(events, 3);
        Stores.fill(store, batches);
        next = events.batchOf(store.head().orElseThrow(), 2);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_jdbc_transaction_out_of_autocommit_is_joined_and_only_its_owner_ends_it() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            connection.setAutoCommit(false);
            StoreTransaction joined = store.join(connection);
            assertThat(joined.identity()).isEqualTo(store.identity());
            joined.insert(next);
            assertThat(joined.unwrap(Connection.class)).isSameAs(connection);
            assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
            connection.rollback();
            assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));

            store.join(connection).insert(next);
            connection.commit();
            connection.rollback();
        }
        assertThat(store.find(next.get(1).id())).contains(next.get(1));
    }

    @Test
    void a_jdbi_handle_in_a_transaction_is_joined() {
        Jdbi jdbi = Jdbi.create("jdbc:sqlite:file:" + file);
        jdbi.useHandle(handle -> {
            handle.begin();
            StoreTransaction joined = store.join(handle);
            joined.insert(next);
            assertThat(joined.unwrap(Handle.class)).isSameAs(handle);
            assertThat(joined.row(next.get(0).id()).orElseThrow().holds(next.get(0)))
                    .isTrue();
            handle.commit();
        });

        assertThat(store.highestSequence()).isEqualTo(Sequence.of(5));
    }

    @Test
    void a_transaction_begun_in_sql_text_is_joined_although_jdbc_does_not_know_of_it() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            Stores.run(connection, "BEGIN");
            assertThat(connection.getAutoCommit()).isTrue();
            store.join(connection).insert(next);
            Stores.run(connection, "COMMIT");
        }
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(5));
    }

    @Test
    void a_taken_sequence_is_refused_in_a_caller_s_transaction_too() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            Stores.run(connection, "BEGIN");
            SealedEvent taken = store.find(Sequence.of(2)).orElseThrow();
            assertThatThrownBy(() -> store.join(connection).insert(List.of(taken)))
                    .isInstanceOf(StoreConflictException.class)
                    .hasMessageContaining("from sequence 2")
                    .hasMessageContaining("taken");
            Stores.run(connection, "ROLLBACK");
        }
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
    }

    @Test
    void a_caller_s_transaction_that_cannot_write_yet_is_busy() throws SQLException {
        try (Connection connection = Stores.shell(file);
                Connection other = Stores.shell(file)) {
            Stores.run(connection, "PRAGMA busy_timeout = 0", "BEGIN");
            Stores.run(other, "BEGIN IMMEDIATE");
            assertThatThrownBy(() -> store.join(connection).insert(next)).isInstanceOf(StoreBusyException.class);
            Stores.run(other, "ROLLBACK");
            Stores.run(connection, "ROLLBACK");
        }
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
    }

    @Test
    void what_is_no_running_transaction_is_refused_and_left_as_it_was() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            assertRefused(connection, "a running transaction");
            Stores.run(connection, "BEGIN", "ROLLBACK");
            assertRefused(connection, "a running transaction");
            connection.setAutoCommit(false);
            Stores.run(connection, "ROLLBACK");
            assertRefused(connection, "a running transaction");
        }
    }

    @Test
    void what_is_closed_or_something_else_is_refused() throws SQLException {
        Connection connection = Stores.shell(file);
        connection.close();
        assertRefused(connection, "an open connection");
        Handle handle = Jdbi.open("jdbc:sqlite:file:" + file);
        handle.close();
        assertRefused(handle, "an open Handle");
        assertRefused("text", "a Jdbi Handle or a java.sql.Connection");
    }

    @Test
    void a_transaction_on_another_file_is_refused_even_if_it_holds_the_same_rows() throws SQLException, IOException {
        store.close();
        Path copy = directory.resolve("copy.db");
        Files.copy(file, copy);
        store = Stores.at(file).openForWriting();
        try (Connection connection = Stores.shell(copy)) {
            Stores.run(connection, "BEGIN");
            assertRefused(connection, "a connection to this file");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Stores.run(connection, "BEGIN");
            assertRefused(connection, "a database in memory");
        }
    }

    @Test
    void a_path_with_another_spelling_leads_to_the_same_file() throws SQLException, IOException {
        Path link = directory.resolve("link.db");
        Files.createSymbolicLink(link, file);
        try (Connection connection = Stores.shell(link)) {
            Stores.run(connection, "BEGIN");
            store.join(connection).insert(next);
            Stores.run(connection, "COMMIT");
        }
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(5));
    }

    @Test
    void attached_databases_are_refused_because_a_commit_over_two_files_is_not_atomic() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            Stores.run(connection, "ATTACH '" + directory.resolve("more.db") + "' AS more", "BEGIN");
            assertRefused(connection, "no attached database");
        }
        try (Connection connection = Stores.shell(file)) {
            Stores.run(connection, "CREATE TEMP TABLE t (x)", "BEGIN");
            store.join(connection).insert(next);
            Stores.run(connection, "COMMIT");
        }
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(5));
    }

    @Test
    void a_transaction_that_raised_the_epoch_itself_is_taken() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            Stores.run(connection, "BEGIN", "UPDATE diptych_mirror SET epoch = 2");
            store.join(connection).insert(next);
            assertThat(store.join(connection).identity().epoch()).isEqualTo(2);
            Stores.run(connection, "COMMIT");
        }
        assertThat(store.identity().epoch()).isEqualTo(2);
    }

    @Test
    void a_transaction_that_sees_another_store_is_refused() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            Stores.run(connection, "BEGIN", "UPDATE diptych_mirror SET store_id = '" + "ab".repeat(16) + "'");
            assertRefused(connection, "store " + Stores.ID);
            Stores.run(connection, "ROLLBACK");
        }
    }

    @Test
    void a_transaction_that_sees_another_ledger_is_refused() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            Stores.run(connection, "BEGIN", "UPDATE diptych_mirror SET ledger_id = zeroblob(32)");
            assertRefused(connection, "ledger " + store.ledgerId().orElseThrow());
            Stores.run(connection, "UPDATE diptych_mirror SET ledger_id = NULL");
            assertRefused(connection, "no ledger");
            Stores.run(connection, "ROLLBACK");
        }
    }

    @Test
    void a_temporary_table_of_the_caller_s_does_not_stand_in_the_way() throws SQLException {
        try (Connection connection = Stores.shell(file)) {
            Stores.run(connection, "CREATE TEMP TABLE diptych_events (seq)", "BEGIN");
            store.join(connection).insert(next);
            Stores.run(connection, "COMMIT");
        }
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(5));
    }

    private void assertRefused(Object given, String expected) {
        assertThatThrownBy(() -> store.join(given))
                .isInstanceOf(NotOurTransactionException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(expected)
                .hasMessageContaining("Nothing was changed");
        assertThat(store.highestSequence()).isEqualTo(Sequence.of(3));
    }
}
