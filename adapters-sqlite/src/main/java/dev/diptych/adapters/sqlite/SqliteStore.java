package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredPosition;
import dev.diptych.ports.driven.StoredRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store on SQLite, held by its writer: one connection that writes, others that read, and one for WAL checkpoints. */
final class SqliteStore implements QueryStore {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    private static final int PROBLEMS_MAX = 20;

    private final SqliteDatabase database;
    private final SqliteWriter writer;
    private final BoundWriter bound;
    private final WalCheckpoints checkpoints;
    private final ReadConnections connections;
    private final SqliteStoreReader reader;
    private final AtomicBoolean closed = new AtomicBoolean();

    SqliteStore(SqliteDatabase database, SqliteWriter writer, ReadConnections connections, SqliteStoreReader reader) {
        this.database = database;
        this.writer = writer;
        this.connections = connections;
        this.reader = reader;
        this.checkpoints = WalCheckpoints.start(database, writer);
        this.bound = new BoundWriter(database, writer, checkpoints, this::closeBroken);
    }

    @Override
    public <T> T inTransaction(StoreWork<T> work) {
        T answer = writer.inTransaction(work);
        checkpoints.committed();
        return answer;
    }

    @Override
    public BoundStoreTransaction beginBound() {
        return bound.begin(true);
    }

    @Override
    public BoundStoreTransaction beginBoundWithoutReferences() {
        return bound.begin(false);
    }

    /** A file with tables that are not Diptych's has other writers than this store. */
    @Override
    public boolean isShared() {
        return connections.read(
                "looking for tables of others", connection -> connection.rows().hasForeignTables());
    }

    @Override
    public void checkpointFully() {
        bound.checkpointFully();
    }

    @Override
    public StoreTransaction join(Object callersTransaction) {
        return new SqliteTransaction(CallersTransaction.enter(callersTransaction, database, reader.identity()));
    }

    @Override
    public Optional<String> integrityProblem() {
        List<String> problems = connections.read("the integrity check", connection -> {
            List<String> found = new ArrayList<>();
            try (Statement check = connection.statements().connection().createStatement();
                    ResultSet rows = check.executeQuery("PRAGMA main.integrity_check(" + PROBLEMS_MAX + ")")) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        });
        return problems.equals(List.of("ok")) ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    @Override
    public Optional<LedgerId> ledgerId() {
        return reader.ledgerId();
    }

    @Override
    public StoreIdentity identity() {
        return reader.identity();
    }

    @Override
    public Optional<ChainHead> head() {
        return reader.head();
    }

    @Override
    public Optional<StoredPosition> position() {
        return reader.position();
    }

    @Override
    public Optional<Attestation> attestation(Sequence sequence) {
        return reader.attestation(sequence);
    }

    @Override
    public Optional<PinnedAnswer> pinned() {
        return reader.pinned();
    }

    @Override
    public Sequence highestSequence() {
        return reader.highestSequence();
    }

    @Override
    public Optional<StoredRow> row(Sequence sequence) {
        return reader.row(sequence);
    }

    @Override
    public Optional<SealedEvent> find(Sequence sequence) {
        return reader.find(sequence);
    }

    @Override
    public Optional<SealedEvent> find(EventId id) {
        return reader.find(id);
    }

    @Override
    public EventPage query(EventQuery query) {
        writer.makeIndexesIfThereAreRows();
        return reader.query(query);
    }

    @Override
    public List<String> ownTypes() {
        writer.makeIndexesIfThereAreRows();
        return reader.ownTypes();
    }

    @Override
    public RowScan scan(Sequence after, Sequence through) {
        return reader.scan(after, through);
    }

    @Override
    public EventCursor after(Sequence sequence) {
        return reader.after(sequence);
    }

    @Override
    public Optional<String> note() {
        return reader.note();
    }

    /** Closes everything after the medium failed; what fails at that is only told, since nothing is kept on purpose. */
    private void closeBroken(StoreFailedException because) {
        LOG.error("the store {} is closed, because its medium failed", database.file(), because);
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        checkpoints.stop();
        try {
            connections.closeBroken(because);
        } catch (SQLException failed) {
            LOG.warn("a connection that read {} could not be closed properly", database.file(), failed);
        }
        try {
            writer.close();
        } catch (SQLException failed) {
            LOG.warn("the connection that wrote {} could not be closed properly", database.file(), failed);
        }
    }

    /** The writer goes last: SQLite then moves what is left in the write-ahead log and removes it. */
    @Override
    public void close() {
        if (writer.hasTurn()) {
            throw new IllegalStateException("the store " + database.file()
                    + " cannot be closed by the thread that is in a transaction on it. Next: end that first");
        }
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        checkpoints.stop();
        try {
            reader.close();
        } catch (RuntimeException failed) {
            Closing.suppressing(failed, bound);
            Closing.suppressing(failed, writer);
            throw failed;
        }
        try {
            bound.close();
            writer.close();
        } catch (SQLException failed) {
            throw database.failure("closing", failed);
        }
    }
}
