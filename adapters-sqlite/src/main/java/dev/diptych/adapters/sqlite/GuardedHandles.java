package dev.diptych.adapters.sqlite;

import java.sql.Connection;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Jdbi on a guarded connection. The handle reports that it is in a transaction, so that code that asks joins it, and
 * refuses to commit, roll back or close; savepoints work.
 */
final class GuardedHandles implements TransactionHandler, ConnectionFactory {
    private final Connection guarded;

    private GuardedHandles(Connection guarded) {
        this.guarded = guarded;
    }

    static Handle on(Connection guarded) {
        GuardedHandles handles = new GuardedHandles(guarded);
        Jdbi jdbi = Jdbi.create(handles);
        jdbi.setTransactionHandler(handles);
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return jdbi.open();
    }

    @Override
    public Connection openConnection() {
        return guarded;
    }

    @Override
    public void closeConnection(Connection connection) {
        throw refused("close");
    }

    @Override
    public void begin(Handle handle) {
        throw refused("begin");
    }

    @Override
    public void commit(Handle handle) {
        throw refused("commit");
    }

    @Override
    public void rollback(Handle handle) {
        throw refused("rollback");
    }

    @Override
    public boolean isInTransaction(Handle handle) {
        return true;
    }

    @Override
    public void savepoint(Handle handle, String name) {
        handle.execute("SAVEPOINT " + quoted(name));
    }

    @Override
    public void rollbackToSavepoint(Handle handle, String name) {
        handle.execute("ROLLBACK TO " + quoted(name));
    }

    @Override
    public void releaseSavepoint(Handle handle, String name) {
        handle.execute("RELEASE " + quoted(name));
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback) throws X {
        throw refused("inTransaction");
    }

    @Override
    public <R, X extends Exception> R inTransaction(
            Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> callback) throws X {
        throw refused("inTransaction");
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static TransactionException refused(String what) {
        return new TransactionException("refused: Handle." + what
                + ". Whoever began this transaction ends it. Nothing was changed. Next: return from the work to commit, or"
                + " throw to roll back");
    }
}
