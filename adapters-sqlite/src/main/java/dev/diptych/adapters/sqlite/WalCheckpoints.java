package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.StoreFailedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves committed pages from the write-ahead log into the database, on a thread and a connection of its own, so that no
 * append pays for it.
 *
 * <p>Nothing here is timed: a commit that finds the write-ahead log grown past a size wakes the thread. It first moves
 * most pages while appends go on, then the few that came meanwhile between two transactions: only when all are moved and no
 * reader needs the old ones does the next commit begin the write-ahead log anew (and cuts it, since its size is what is
 * looked at here). Where a reader stands in the way, the next try comes after as much growth again.
 *
 * <p>A failure here is remembered: a force that failed leaves pages that the kernel takes for written, so that a bound COMMIT
 * behind it is not believed until everything was moved once more.
 */
final class WalCheckpoints {
    /** Bytes of write-ahead log that wake the thread. */
    static final long GROWTH_BYTES = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WalCheckpoints.class);

    private final SqliteDatabase database;
    private final SqliteWriter writer;
    private final Thread thread;
    /** SQLite refuses a second checkpoint beside a running one at once, without waiting. */
    private final ReentrantLock moving = new ReentrantLock();

    private long bytesSeen;
    private long wakeAtBytes = GROWTH_BYTES;
    private boolean due;
    private boolean stopped;
    private Optional<StoreFailedException> doubt = Optional.empty();

    private WalCheckpoints(SqliteDatabase database, SqliteWriter writer) {
        this.database = database;
        this.writer = writer;
        this.thread = new Thread(this::run, "diptych-wal-checkpoint");
        this.thread.setDaemon(true);
    }

    static WalCheckpoints start(SqliteDatabase database, SqliteWriter writer) {
        WalCheckpoints checkpoints = new WalCheckpoints(database, writer);
        checkpoints.thread.start();
        return checkpoints;
    }

    /** To be called after each commit; asks the directory for one size. */
    void committed() {
        long bytes = database.writeAheadLogBytes();
        synchronized (this) {
            if (bytes < bytesSeen) {
                wakeAtBytes = GROWTH_BYTES;
            }
            bytesSeen = bytes;
            if (bytes >= wakeAtBytes) {
                wakeAtBytes = bytes + GROWTH_BYTES;
                due = true;
                notifyAll();
            }
        }
    }

    private void run() {
        try (OpenConnection connection = database.openWriter()) {
            while (awaitDue()) {
                move(connection);
                writer.betweenTransactions(() -> move(connection));
            }
        } catch (SQLException | RuntimeException failed) {
            LOG.warn(
                    "WAL checkpoints of {} stopped; the write-ahead log grows until the store is closed",
                    database.file(),
                    failed);
        }
    }

    private synchronized boolean awaitDue() {
        while (!due && !stopped) {
            try {
                wait();
            } catch (InterruptedException notByUs) {
                // Nobody else knows this thread; stop() is how it ends.
                continue;
            }
        }
        due = false;
        return !stopped;
    }

    /** Runs {@code checkpoint} while none of this thread's own runs. */
    void whileIdle(Runnable checkpoint) {
        moving.lock();
        try {
            checkpoint.run();
        } finally {
            moving.unlock();
        }
    }

    private void move(OpenConnection connection) {
        whileIdle(() -> movePassively(connection));
    }

    private void movePassively(OpenConnection connection) {
        try (Statement statement = connection.jdbc().createStatement();
                ResultSet moved = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            if (moved.next()) {
                LOG.debug(
                        "WAL checkpoint of {}: {} of {} pages moved",
                        database.file(),
                        moved.getInt(3),
                        moved.getInt(2));
            }
        } catch (SQLException failed) {
            LOG.warn("WAL checkpoint of {} failed; nothing is lost, the next one tries again", database.file(), failed);
            if (SqliteFailures.leavesMediumInDoubt(failed)) {
                doubt(failed);
            }
        }
    }

    private synchronized void doubt(SQLException failed) {
        if (doubt.isEmpty()) {
            doubt = Optional.of(new StoreFailedException(
                    "a checkpoint of the write-ahead log of " + database.file() + " failed before: "
                            + failed.getMessage()
                            + ". A COMMIT that returned since may be taken back by a power cut. Next: settle it behind a"
                            + " full checkpoint",
                    failed));
        }
    }

    /** Why a COMMIT that returned cannot be believed; empty once a full checkpoint behind the failure succeeded. */
    synchronized Optional<StoreFailedException> doubt() {
        return doubt;
    }

    /** Everything that was committed was moved and forced, and the write-ahead log has begun anew. */
    synchronized void begunAnew() {
        doubt = Optional.empty();
    }

    /** Ends the thread and waits for it, whatever interrupts. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
