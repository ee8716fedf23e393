package dev.diptych.adapters.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConnection;

/** The connection of bound transactions, with its watch, its statements, and the guarded doors to it. */
final class BoundConnection implements AutoCloseable {
    private final OpenConnection connection;
    private final TransactionWatch watch;
    private final StatementCache statements;
    private final StoreRows rows;
    private Optional<Connection> guarded = Optional.empty();
    private Optional<Handle> handle = Optional.empty();

    private BoundConnection(SqliteDatabase database, OpenConnection connection) {
        this.connection = connection;
        this.watch = new TransactionWatch(database.file());
        this.statements = new StatementCache(connection.jdbc());
        this.rows = new StoreRows(statements, database.file());
        connection.jdbc().addCommitListener(watch);
    }

    static BoundConnection open(SqliteDatabase database) throws SQLException {
        return new BoundConnection(database, database.openBoundWriter());
    }

    SQLiteConnection jdbc() {
        return connection.jdbc();
    }

    TransactionWatch watch() {
        return watch;
    }

    StatementCache statements() {
        return statements;
    }

    StoreRows rows() {
        return rows;
    }

    /** Inside a transaction the pragma does nothing, so it comes before. */
    void begin(boolean checksReferences) throws SQLException {
        execute(checksReferences ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
        execute("BEGIN IMMEDIATE");
        watch.begun();
    }

    void execute(String sql) throws SQLException {
        statements.prepared(sql).execute();
    }

    /** From any thread, as long as the transaction runs. */
    void interrupt() {
        try {
            connection.jdbc().getDatabase().interrupt();
        } catch (SQLException notOpen) {
            throw new IllegalStateException("the connection of a running transaction is open", notOpen);
        }
    }

    /** Names of databases beside the file's own and the temporary one; empty if there are none. */
    String attached() throws SQLException {
        StringBuilder names = new StringBuilder();
        try (Statement statement = connection.jdbc().createStatement();
                ResultSet databases = statement.executeQuery("PRAGMA database_list")) {
            while (databases.next()) {
                String name = databases.getString("name");
                if (!name.equals("main") && !name.equals("temp")) {
                    names.append(names.isEmpty() ? "" : ", ").append(name);
                }
            }
        }
        return names.toString();
    }

    <T> T unwrap(Class<T> type) {
        if (type == Connection.class) {
            return type.cast(guarded());
        }
        if (type == Handle.class) {
            if (handle.isEmpty()) {
                handle = Optional.of(GuardedHandles.on(guarded()));
            }
            return type.cast(handle.get());
        }
        throw CallersTransaction.noSuchThing(type);
    }

    /** Whether statements of somebody else may have run on it. */
    boolean wasHandedOut() {
        return guarded.isPresent();
    }

    private Connection guarded() {
        if (guarded.isEmpty()) {
            guarded = Optional.of(GuardedConnection.of(connection.jdbc(), watch));
        }
        return guarded.get();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
