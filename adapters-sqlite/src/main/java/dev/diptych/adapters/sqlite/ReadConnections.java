package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoreFailedException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Read-only connections, lent to one borrower at a time and kept for the next. An idle one holds no snapshot and no lock.
 * Safe for use by many threads.
 */
final class ReadConnections implements AutoCloseable {
    /** As many as are kept open with nothing to do. */
    private static final int IDLE_MAX = 4;

    private final SqliteDatabase database;
    private final Opener opener;
    private final PayloadReader payloads;
    private final Deque<ReadConnection> idle = new ArrayDeque<>();
    private final Set<ReadConnection> lent = new HashSet<>();
    private boolean closed;
    private Optional<StoreFailedException> broken = Optional.empty();

    /** How a connection is opened. */
    @FunctionalInterface
    interface Opener {
        OpenConnection open() throws SQLException;
    }

    /** What is to be done on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(ReadConnection connection) throws SQLException;
    }

    ReadConnections(SqliteDatabase database, Opener opener, PayloadReader payloads) {
        this.database = database;
        this.opener = opener;
        this.payloads = payloads;
    }

    /** Runs {@code work} on a connection that nobody else uses meanwhile. */
    <T> T read(String doing, Work<T> work) {
        ReadConnection connection = borrow();
        try {
            return work.on(connection);
        } catch (SQLException failed) {
            throw failure(doing, failed);
        } finally {
            giveBack(connection);
        }
    }

    ReadConnection borrow() {
        synchronized (this) {
            requireOpen();
            if (!idle.isEmpty()) {
                ReadConnection next = idle.pop();
                lent.add(next);
                return next;
            }
        }
        try {
            ReadConnection made = new ReadConnection(opener.open(), database.file(), payloads);
            return lend(made);
        } catch (SQLException failed) {
            throw database.failure("opening for reading", failed);
        }
    }

    private ReadConnection lend(ReadConnection made) throws SQLException {
        synchronized (this) {
            if (!closed) {
                lent.add(made);
                return made;
            }
        }
        made.close();
        throw closedAlready();
    }

    void giveBack(ReadConnection connection) {
        synchronized (this) {
            if (!lent.remove(connection)) {
                return;
            }
            if (idle.size() < IDLE_MAX) {
                idle.push(connection);
                return;
            }
        }
        try {
            connection.close();
        } catch (SQLException failed) {
            throw database.failure("closing a connection", failed);
        }
    }

    /** What a failure on a borrowed connection means: after {@link #close} it means no more than that. */
    RuntimeException failure(String doing, SQLException failed) {
        return isClosed() ? closedAlready() : database.failure(doing, failed);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void requireOpen() {
        if (closed) {
            throw closedAlready();
        }
    }

    private synchronized RuntimeException closedAlready() {
        if (broken.isPresent()) {
            return database.broken(broken.get());
        }
        return new IllegalStateException("the store " + database.file() + " is closed");
    }

    /** Closes all connections, the lent ones too, because the medium failed. */
    void closeBroken(StoreFailedException because) throws SQLException {
        synchronized (this) {
            broken = Optional.of(because);
        }
        close();
    }

    /** Closes all connections, the lent ones too. */
    @Override
    public void close() throws SQLException {
        Set<ReadConnection> all;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            all = new HashSet<>(lent);
            all.addAll(idle);
            lent.clear();
            idle.clear();
        }
        SQLException first = null;
        for (ReadConnection connection : all) {
            try {
                connection.close();
            } catch (SQLException failed) {
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
