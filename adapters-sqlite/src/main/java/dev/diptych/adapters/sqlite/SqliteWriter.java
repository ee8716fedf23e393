package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore.StoreWork;
import dev.diptych.ports.driven.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes, and its transactions, one at a time.
 *
 * <p>A transaction is BEGIN IMMEDIATE, the work, COMMIT. It is doomed by anything thrown out of a method of its {@code
 * StoreTransaction}, caught by the work or not, and by any end that a statement gave it: then it is rolled back whatever
 * the work answers, and the first reason is thrown.
 *
 * <p>A store that was just made gets its indexes late: while it is filled by large transactions, as replay does, it has
 * none, because making them once costs a third of keeping them row by row. They are made after the first small
 * transaction, before the first question that they answer, and at the latest when the store is closed. Only speed depends
 * on them; where a crash comes between, the next opening makes them.
 */
final class SqliteWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);

    /** A transaction with fewer rows is no part of filling a store. */
    private static final int ROWS_OF_BULK = 64;

    private final SqliteDatabase database;
    private final OpenConnection connection;
    private final TransactionWatch watch;
    private final StatementCache statements;
    private final StoreRows rows;
    /** Fair, so that a WAL checkpoint gets its turn between two appends. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private boolean closed;
    private Optional<StoreFailedException> broken = Optional.empty();
    private volatile boolean lacksIndexes;

    private SqliteWriter(SqliteDatabase database, OpenConnection connection, boolean lacksIndexes) {
        this.database = database;
        this.lacksIndexes = lacksIndexes;
        this.connection = connection;
        this.watch = new TransactionWatch(database.file());
        this.statements = new StatementCache(connection.jdbc());
        this.rows = new StoreRows(statements, database.file());
        connection.jdbc().addCommitListener(watch);
    }

    static SqliteWriter of(SqliteDatabase database, OpenConnection connection) {
        return new SqliteWriter(database, connection, false);
    }

    /** For a store that has no indexes yet. */
    static SqliteWriter ofNewStore(SqliteDatabase database, OpenConnection connection) {
        return new SqliteWriter(database, connection, true);
    }

    <T> T inTransaction(StoreWork<T> work) {
        takeTurn();
        try {
            begin();
            OwnScope scope = new OwnScope();
            SqliteTransaction transaction = new SqliteTransaction(scope);
            T answer = run(work, scope, transaction);
            commit();
            if (transaction.inserted() > 0 && transaction.inserted() < ROWS_OF_BULK) {
                makeMissingIndexes();
            }
            return answer;
        } finally {
            watch.ended();
            turn.unlock();
        }
    }

    /** Takes the turn of the one who writes to this store, on whichever connection. */
    void takeTurn() {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction on the store " + database.file()
                    + " is already running in this thread, and transactions are not to be nested");
        }
        turn.lock();
        if (closed) {
            turn.unlock();
            if (broken.isPresent()) {
                throw database.broken(broken.get());
            }
            throw new IllegalStateException("the store " + database.file() + " is closed");
        }
    }

    void giveTurn() {
        turn.unlock();
    }

    boolean hasTurn() {
        return turn.isHeldByCurrentThread();
    }

    /** Lets nobody begin anything any more; by the one whose turn it is. */
    void breakDown(StoreFailedException because) {
        broken = Optional.of(because);
        closed = true;
    }

    /** Before a question that indexes answer; an empty store needs none, and may be about to be filled. */
    void makeIndexesIfThereAreRows() {
        if (lacksIndexes && !turn.isHeldByCurrentThread()) {
            betweenTransactions(() -> {
                if (hasRows()) {
                    makeMissingIndexes();
                }
            });
        }
    }

    private boolean hasRows() {
        try {
            return !rows.highestSequence().isNone();
        } catch (SQLException failed) {
            throw database.failure("reading the highest sequence", failed);
        }
    }

    /** Fails nothing: all but speed is as it was, and the next occasion tries again. */
    private void makeMissingIndexes() {
        if (!lacksIndexes) {
            return;
        }
        try {
            execute("BEGIN IMMEDIATE");
            for (StoreSchema.Part part :
                    StoreInspection.of(database, connection.jdbc()).partsToRestore(rows.schema())) {
                if (part.isIndex()) {
                    SqliteDatabase.execute(connection.jdbc(), part.sql());
                }
            }
            execute("COMMIT");
            lacksIndexes = false;
        } catch (SQLException failed) {
            LOG.warn("the indexes of {} could not be made yet", database.file(), failed);
            rollBack(failed);
        }
    }

    /** Runs {@code pause} while no transaction of this writer runs. */
    void betweenTransactions(Runnable pause) {
        turn.lock();
        try {
            if (!closed) {
                pause.run();
            }
        } finally {
            turn.unlock();
        }
    }

    private void begin() {
        try {
            execute("BEGIN IMMEDIATE");
        } catch (SQLException failed) {
            throw database.failure("beginning a transaction", failed);
        }
        watch.begun();
    }

    private void execute(String sql) throws SQLException {
        statements.prepared(sql).execute();
    }

    private <T> T run(StoreWork<T> work, OwnScope scope, SqliteTransaction transaction) {
        try {
            return work.in(transaction);
        } catch (RuntimeException | Error thrown) {
            rollBack(thrown);
            throw thrown;
        } finally {
            scope.over = true;
        }
    }

    private void commit() {
        Optional<RuntimeException> doom = watch.doomed();
        if (doom.isPresent()) {
            rollBack(doom.get());
            throw doom.get();
        }
        watch.ending();
        try {
            execute("COMMIT"); // Commit point of a store transaction.
        } catch (SQLException failed) {
            PortException failure = database.failure("COMMIT", failed);
            rollBack(failure);
            throw failure;
        }
    }

    /** A rollback of what a statement rolled back already fails; that is no news. */
    private void rollBack(Throwable because) {
        watch.ending();
        try {
            execute("ROLLBACK");
        } catch (SQLException noTransaction) {
            because.addSuppressed(noTransaction);
        }
    }

    /** Waits for a running transaction to end. */
    @Override
    public void close() throws SQLException {
        turn.lock();
        try {
            if (!closed) {
                makeMissingIndexes();
            }
            closed = true;
            connection.close();
        } finally {
            turn.unlock();
        }
    }

    /** A transaction of our own. */
    private final class OwnScope implements SqliteTransaction.Scope {
        private Optional<Connection> guarded = Optional.empty();
        private Optional<Handle> handle = Optional.empty();
        private boolean over;

        @Override
        public <T> T run(String doing, SqliteTransaction.Work<T> work) {
            requireRunning();
            watch.doomed().ifPresent(reason -> {
                throw reason;
            });
            try {
                return work.on(statements, rows);
            } catch (SQLException failed) {
                PortException failure = database.failure(doing, failed);
                watch.doom(failure);
                throw failure;
            } catch (RuntimeException failed) {
                watch.doom(failed);
                throw failed;
            }
        }

        @Override
        public boolean isOurs() {
            return true;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            requireRunning();
            if (type == Connection.class) {
                return type.cast(connection());
            }
            if (type == Handle.class) {
                if (handle.isEmpty()) {
                    handle = Optional.of(GuardedHandles.on(connection()));
                }
                return type.cast(handle.get());
            }
            throw CallersTransaction.noSuchThing(type);
        }

        private Connection connection() {
            if (guarded.isEmpty()) {
                guarded = Optional.of(GuardedConnection.of(connection.jdbc(), watch));
            }
            return guarded.get();
        }

        private void requireRunning() {
            if (over || !turn.isHeldByCurrentThread()) {
                throw new IllegalStateException("this transaction on the store " + database.file()
                        + " has ended, or belongs to another thread");
            }
        }
    }
}
