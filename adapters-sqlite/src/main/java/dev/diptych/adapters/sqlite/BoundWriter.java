package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreFailedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second connection that writes: opened with {@code synchronous = FULL} when it is first needed, and never anything
 * else. Whoever uses it has the turn of the store's one writer, so the two never meet.
 *
 * <p>A connection on which a caller ran statements is not used again: what a caller left on it, a setting, a temporary
 * table, an unfinished query, would become part of the next transaction.
 *
 * <p>Where COMMIT or a checkpoint fails for want of the medium, the store breaks down: nobody begins anything any more, and
 * all connections are closed. What the write-ahead log holds is then known only to whoever opens it anew.
 */
final class BoundWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoundWriter.class);

    /** Run twice, it changes nothing and still leaves a page to be written; a row that is set to itself leaves none. */
    private static final String TOGGLE = "UPDATE main.diptych_mirror SET unlocked = 1 - unlocked";

    private final SqliteDatabase database;
    private final SqliteWriter writer;
    private final WalCheckpoints checkpoints;
    private final Consumer<StoreFailedException> closeAll;
    private Optional<BoundConnection> connection = Optional.empty();

    /**
     * @param checkpoints those in the background, told of each commit
     * @param closeAll closes everything that the store has open; called without the turn
     */
    BoundWriter(
            SqliteDatabase database,
            SqliteWriter writer,
            WalCheckpoints checkpoints,
            Consumer<StoreFailedException> closeAll) {
        this.database = database;
        this.writer = writer;
        this.checkpoints = checkpoints;
        this.closeAll = closeAll;
    }

    /**
     * @param checksReferences whether references are enforced while it runs; else they are checked before COMMIT
     */
    BoundStoreTransaction begin(boolean checksReferences) {
        writer.takeTurn();
        try {
            BoundConnection opened = opened();
            opened.begin(checksReferences);
            return new SqliteBoundTransaction(this, opened, checksReferences);
        } catch (SQLException failed) {
            writer.giveTurn();
            throw database.failure("beginning a bound transaction", failed);
        } catch (RuntimeException failed) {
            writer.giveTurn();
            throw failed;
        }
    }

    /**
     * Moves all committed pages into the database and forces it, cuts the write-ahead log, and begins it anew with a commit of
     * its own: the force of its header is behind that, and frames from before it have no place to come back from.
     */
    void checkpointFully() {
        writer.takeTurn();
        Optional<StoreFailedException> broken = Optional.empty();
        try {
            checkpoints.whileIdle(() -> {
                try {
                    checkpoint(opened());
                    beginAnew(opened());
                    checkpoints.begunAnew();
                } catch (SQLException failed) {
                    throw checkpointFailed(failed);
                }
            });
        } catch (MediumFailed failed) {
            broken = Optional.of(failed.failure());
            writer.breakDown(failed.failure());
            dropConnection();
            throw failed.failure();
        } finally {
            writer.giveTurn();
            broken.ifPresent(closeAll);
        }
    }

    private void checkpoint(BoundConnection on) throws SQLException {
        try (Statement statement = on.jdbc().createStatement();
                ResultSet moved = statement.executeQuery("PRAGMA main.wal_checkpoint(TRUNCATE)")) {
            if (!moved.next() || moved.getInt(1) != 0) {
                throw new StoreBusyException(
                        "the write-ahead log of " + database.file() + " could not be moved into the"
                                + " database: a reader of an older state or another writer was in the way. Nothing is lost."
                                + " Next: wait for it, and try again");
            }
        }
    }

    /** Changes nothing, in one frame of a page that every store has. */
    private static void beginAnew(BoundConnection on) throws SQLException {
        on.begin(true);
        try {
            on.execute(TOGGLE);
            on.execute(TOGGLE);
            on.watch().ending();
            on.execute("COMMIT");
        } catch (SQLException failed) {
            on.watch().ending();
            Closing.suppressing(failed, () -> on.execute("ROLLBACK"));
            throw failed;
        } finally {
            on.watch().ended();
        }
    }

    private RuntimeException checkpointFailed(SQLException failed) {
        PortException failure = database.failure("moving the write-ahead log into the database", failed);
        return failure instanceof StoreFailedException ofStore && SqliteFailures.leavesMediumInDoubt(failed)
                ? new MediumFailed(ofStore)
                : failure;
    }

    private BoundConnection opened() throws SQLException {
        if (connection.isEmpty()) {
            connection = Optional.of(BoundConnection.open(database));
        }
        return connection.get();
    }

    SqliteDatabase database() {
        return database;
    }

    boolean hasTurn() {
        return writer.hasTurn();
    }

    /** Why a COMMIT that returned is not to be believed. */
    Optional<StoreFailedException> doubt() {
        return checkpoints.doubt();
    }

    void committed() {
        checkpoints.committed();
    }

    /** The transaction is over; the connection may serve the next one. */
    void ended() {
        writer.giveTurn();
    }

    /** The transaction is over, and the connection with it. */
    void endedWithConnection() {
        try {
            dropConnection();
        } finally {
            writer.giveTurn();
        }
    }

    private void dropConnection() {
        try {
            closeConnection();
        } catch (SQLException failed) {
            LOG.warn(
                    "a connection to {} could not be closed properly; another one takes its place",
                    database.file(),
                    failed);
        }
    }

    /** The transaction is over, and the store with it. */
    void endedBroken(StoreFailedException because) {
        writer.breakDown(because);
        endedWithConnection();
        closeAll.accept(because);
    }

    /** Waits for a running transaction. */
    @Override
    public void close() throws SQLException {
        writer.takeTurn();
        try {
            closeConnection();
        } finally {
            writer.giveTurn();
        }
    }

    private void closeConnection() throws SQLException {
        Optional<BoundConnection> last = connection;
        connection = Optional.empty();
        if (last.isPresent()) {
            last.get().close();
        }
    }

    /** A checkpoint after which nothing may be trusted. */
    private static final class MediumFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final StoreFailedException failure;

        MediumFailed(StoreFailedException failure) {
            super(failure);
            this.failure = failure;
        }

        StoreFailedException failure() {
            return failure;
        }
    }
}
