package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.suites.StoreFixture.CallersStatements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** What a caller does with a guarded connection, the text of several statements in one included. */
final class SqliteCallersStatements implements CallersStatements {
    private static final String TABLE = "CREATE TABLE IF NOT EXISTS callers (k PRIMARY KEY, v, filler)";

    private final Connection connection;

    SqliteCallersStatements(Connection connection) {
        this.connection = connection;
    }

    static Optional<String> committed(Path file, String key) {
        try {
            String tables = Stores.ask(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'callers'");
            String value =
                    tables.equals("0") ? "no row" : Stores.ask(file, "SELECT v FROM callers WHERE k = '" + key + "'");
            return value.equals("no row") ? Optional.empty() : Optional.of(value);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** No more pages than there are; the table is there already, since making one would only undo itself. */
    static void fillDisk(Connection connection) {
        try {
            Stores.run(connection, TABLE, "PRAGMA max_page_count = 1");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void put(String key, String value) {
        run(TABLE, "INSERT INTO callers VALUES ('" + key + "', '" + value + "', zeroblob(100000))");
    }

    @Override
    public void takingBack(Runnable work) {
        run("SAVEPOINT taken");
        work.run();
        run("ROLLBACK TO taken", "RELEASE taken");
    }

    @Override
    public void conflictThatRollsBack() {
        run("CREATE TABLE once (x UNIQUE)", "INSERT INTO once VALUES (1)", "INSERT OR ROLLBACK INTO once VALUES (1)");
    }

    @Override
    public void hiddenCommit() {
        hidden("COMMIT");
    }

    @Override
    public void attach() {
        hidden("ATTACH ':memory:' AS other");
    }

    /** The driver hands text that is to update something to SQLite as a whole. */
    private void hidden(String end) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(TABLE + "; " + end);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void run(String... statements) {
        try {
            Stores.run(connection, statements);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
