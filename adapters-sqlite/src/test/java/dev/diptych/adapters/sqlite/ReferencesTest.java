package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a caller's that refer to one another, in the file of the store. */
final class ReferencesTest {
    private static final String[] REBUILD = {
        "CREATE TABLE parents_new (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO parents_new SELECT id, 'named' FROM parents",
        "DROP TABLE parents",
        "ALTER TABLE parents_new RENAME TO parents",
    };

    @TempDir
    Path directory;

    private Path file;
    private QueryStore store;

    @BeforeEach
    void a_store_in_a_file_with_tables_of_somebody_else() throws SQLException {
        file = directory.resolve("theirs.db");
        Stores.run(
                file,
                "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
                "CREATE TABLE children (id INTEGER PRIMARY KEY, parent REFERENCES parents (id) ON DELETE CASCADE)",
                "CREATE TABLE \"odd \"\"name\" (x)",
                "INSERT INTO \"odd \"\"name\" VALUES (1), (2), (3)",
                "INSERT INTO parents VALUES (1), (2)",
                "INSERT INTO children VALUES (10, 1), (11, 2)");
        store = Stores.at(file, StoreOptions.shareExisting()).create(Stores.ID);
    }

    @AfterEach
    void closed() {
        store.close();
    }

    @Test
    void a_table_that_is_made_anew_takes_the_rows_with_it_that_refer_to_it_where_references_are_enforced()
            throws SQLException {
        BoundStoreTransaction transaction = store.beginBound();
        Stores.run(transaction.unwrap(Connection.class), REBUILD);
        assertThat(transaction.rowCount("children")).hasValue(0);
        transaction.rollBack();
        assertThat(children()).isEqualTo("2");
    }

    @Test
    void it_leaves_them_where_references_are_checked_at_the_end() throws SQLException {
        BoundStoreTransaction transaction = store.beginBoundWithoutReferences();
        Stores.run(transaction.unwrap(Connection.class), REBUILD);
        assertThat(transaction.rowCount("children")).hasValue(2);
        assertThat(transaction.brokenReferences()).isEmpty();

        assertThat(transaction.commit()).isEqualTo(new BoundEnd.Committed());

        assertThat(children()).isEqualTo("2");
        assertThat(Stores.ask(file, "SELECT name FROM parents LIMIT 1")).isEqualTo("named");
    }

    @Test
    void a_reference_that_is_broken_at_the_end_dooms_the_transaction_and_is_named() throws SQLException {
        BoundStoreTransaction transaction = store.beginBoundWithoutReferences();
        Stores.run(transaction.unwrap(Connection.class), "DELETE FROM parents WHERE id = 2");
        assertThat(transaction.brokenReferences()).containsExactly("row 11 of children to parents");

        assertThat(transaction.commit())
                .isInstanceOfSatisfying(
                        BoundEnd.RolledBack.class,
                        end -> assertThat(end.doom().orElseThrow())
                                .hasMessageContaining("row 11 of children to parents")
                                .hasMessageContaining("Nothing was changed"));

        assertThat(Stores.ask(file, "SELECT count(*) FROM parents")).isEqualTo("2");
    }

    @Test
    void the_next_transaction_enforces_references_again() throws SQLException {
        store.beginBoundWithoutReferences().rollBack();

        try (BoundStoreTransaction transaction = store.beginBound()) {
            Connection connection = transaction.unwrap(Connection.class);
            assertThatThrownBy(() -> Stores.run(connection, "INSERT INTO children VALUES (12, 99)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void no_more_broken_references_are_named_than_a_message_can_hold() throws SQLException {
        try (BoundStoreTransaction transaction = store.beginBoundWithoutReferences()) {
            Stores.run(
                    transaction.unwrap(Connection.class),
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                            + " INSERT INTO children SELECT 100 + i, 1000 + i FROM n");
            assertThat(transaction.brokenReferences()).hasSize(BoundStoreTransaction.BROKEN_REFERENCES_MAX);
        }
    }

    @Test
    void rows_are_counted_of_tables_by_any_name_and_of_nothing_else() {
        try (BoundStoreTransaction transaction = store.beginBound()) {
            assertThat(transaction.rowCount("odd \"name")).hasValue(3);
            assertThat(transaction.rowCount("diptych_mirror")).hasValue(1);
            assertThat(transaction.rowCount("diptych_event_tags")).hasValue(0);
            assertThat(transaction.rowCount("diptych_happened")).isEmpty();
            assertThat(transaction.rowCount("nowhere")).isEmpty();
            assertThat(transaction.rowCount("parents; DROP TABLE parents")).isEmpty();
        }
    }

    @Test
    void the_file_is_shared_because_others_may_write_their_tables() throws SQLException {
        assertThat(store.isShared()).isTrue();

        Path own = directory.resolve("own.db");
        try (QueryStore alone = Stores.at(own).create(Stores.ID)) {
            assertThat(alone.isShared()).isFalse();
            Stores.run(own, "CREATE TABLE somebody_came (x)");
            assertThat(alone.isShared()).isTrue();
        }
    }

    private String children() throws SQLException {
        return Stores.ask(file, "SELECT count(*) FROM children");
    }
}
