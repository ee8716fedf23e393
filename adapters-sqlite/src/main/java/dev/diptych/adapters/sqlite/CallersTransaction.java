package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.NotOurTransactionException;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteErrorCode;

/**
 * A transaction that a caller began on a connection of its own and will end itself. Before anything is done in it, it is
 * asked whether it is one: it runs, it is on the very file of this store and on no other, and reads the same store there.
 */
final class CallersTransaction implements SqliteTransaction.Scope {
    private final Connection connection;
    private final Object given;
    private final SqliteDatabase database;

    private CallersTransaction(Connection connection, Object given, SqliteDatabase database) {
        this.connection = connection;
        this.given = given;
        this.database = database;
    }

    /**
     * @param given a Jdbi {@code Handle} or a JDBC {@code Connection}
     * @param ours who this store is
     * @throws NotOurTransactionException if it is no transaction on this store
     */
    static CallersTransaction enter(Object given, SqliteDatabase database, StoreIdentity ours) {
        Connection connection = connectionOf(given, database);
        CallersTransaction entered = new CallersTransaction(connection, given, database);
        try {
            if (connection.isClosed()) {
                throw refused(database, "an open connection", "a closed one");
            }
            entered.requireThisFileOnly();
            entered.requireTransaction();
        } catch (SQLException notSqlite) {
            throw new NotOurTransactionException(
                    refused(database, "a connection to SQLite", "one that answers: " + notSqlite.getMessage())
                            .getMessage(),
                    notSqlite);
        }
        entered.requireStore(ours);
        return entered;
    }

    private static Connection connectionOf(Object given, SqliteDatabase database) {
        if (given instanceof Connection connection) {
            return connection;
        }
        if (given instanceof Handle handle) {
            if (handle.isClosed()) {
                throw refused(database, "an open Handle", "a closed one");
            }
            return handle.getConnection();
        }
        throw refused(
                database,
                "a Jdbi Handle or a java.sql.Connection",
                given == null ? "null" : "a " + given.getClass().getName());
    }

    private void requireThisFileOnly() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet databases = statement.executeQuery("PRAGMA database_list")) {
            while (databases.next()) {
                String name = databases.getString("name");
                String file = databases.getString("file");
                if (name.equals("main")) {
                    requireThisFile(file == null ? "" : file);
                } else if (!name.equals("temp")) {
                    throw refused(
                            database,
                            "no attached database, because a commit over two files is not atomic",
                            name + " at " + file);
                }
            }
        }
    }

    private void requireThisFile(String file) {
        boolean same;
        try {
            same = !file.isEmpty() && FileIdentity.of(Path.of(file)).equals(FileIdentity.of(database.file()));
        } catch (IOException gone) {
            same = false;
        }
        if (!same) {
            throw refused(database, "a connection to this file", file.isEmpty() ? "a database in memory" : file);
        }
    }

    /**
     * Whether a transaction runs is asked of SQLite, because JDBC's own answer, {@code getAutoCommit}, knows nothing of a
     * BEGIN in SQL text nor of a transaction that a full disk rolled back: inside one, another BEGIN is refused.
     */
    private void requireTransaction() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute("BEGIN");
            } catch (SQLException refusal) {
                if (SqliteFailures.primaryCode(refusal) == SQLiteErrorCode.SQLITE_ERROR) {
                    return;
                }
                throw refusal;
            }
            statement.execute("ROLLBACK");
        }
        throw refused(database, "a running transaction", "a connection on which none runs");
    }

    /**
     * The epoch is not compared: the caller may be about to raise it in this very transaction. What is committed is the
     * same for both, since it is the same file.
     */
    private void requireStore(StoreIdentity ours) {
        StoreIdentity theirs = run("reading who the store is", (statements, rows) -> rows.identity());
        if (!theirs.storeId().equals(ours.storeId())) {
            throw refused(database, "store " + ours.storeId(), "store " + theirs.storeId());
        }
        if (ours.ledgerId().isPresent() && !ours.ledgerId().equals(theirs.ledgerId())) {
            throw refused(
                    database,
                    "ledger " + ours.ledgerId().get(),
                    theirs.ledgerId().map(ledger -> "ledger " + ledger).orElse("no ledger"));
        }
    }

    @Override
    public <T> T run(String doing, SqliteTransaction.Work<T> work) {
        StatementCache statements = new StatementCache(connection);
        try {
            T answer = work.on(statements, new StoreRows(statements, database.file()));
            statements.closeStatements();
            return answer;
        } catch (SQLException failed) {
            PortException failure = database.failure(doing, failed);
            Closing.suppressing(failure, statements::closeStatements);
            throw failure;
        } catch (RuntimeException failed) {
            Closing.suppressing(failed, statements::closeStatements);
            throw failed;
        }
    }

    /** The caller's own: it has it already. */
    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type == Handle.class && given instanceof Handle) {
            return type.cast(given);
        }
        if (type == Connection.class) {
            return type.cast(connection);
        }
        throw noSuchThing(type);
    }

    static IllegalArgumentException noSuchThing(Class<?> type) {
        return new IllegalArgumentException("a transaction on SQLite can be unwrapped to " + Handle.class.getName()
                + " or " + Connection.class.getName() + ", not to " + type.getName());
    }

    private static NotOurTransactionException refused(SqliteDatabase database, String expected, String found) {
        return new NotOurTransactionException("not a transaction on the store " + database.file() + ": expected "
                + expected + ", found " + found + ". Nothing was changed. Next: begin a transaction on a connection to"
                + " this file and hand that in");
    }
}
