package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredRow;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A running transaction, ours or a caller's: reads, inserts, and the door to the library. It neither begins nor ends
 * anything.
 */
final class SqliteTransaction implements StoreTransaction {
    private static final String ADOPT =
            "UPDATE main.diptych_mirror SET ledger_id = ? WHERE ledger_id IS NULL OR ledger_id = ?";
    private static final String MOVE = "UPDATE main.diptych_mirror SET position = ?, position_seq = ?";

    /** From here on two changes of the schema are cheaper than running a trigger for each row. */
    private static final int EVENTS_OF_BULK = 1_024;

    private static final String IDENTIFY = "UPDATE main.diptych_mirror SET store_id = ?, epoch = ? WHERE epoch = 0";
    private static final String RAISE_EPOCH = "UPDATE main.diptych_mirror SET epoch = epoch + 1";
    private static final String PIN = "UPDATE main.diptych_mirror SET pinned = ?";
    private static final String UNPIN = "UPDATE main.diptych_mirror SET pinned = NULL WHERE pinned IS NOT NULL";

    private final Scope scope;
    private final EventInserts inserts = new EventInserts();
    private int inserted;

    /** What a transaction of ours and one of a caller's differ in. */
    interface Scope {
        /** Runs one piece of work on the connection; statements are the scope's to keep or close. */
        <T> T run(String doing, Work<T> work);

        /** Whether the transaction is ours from its beginning to its end. */
        boolean isOurs();

        <T> T unwrap(Class<T> type);
    }

    /** A piece of work on the transaction's connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(StatementCache statements, StoreRows rows) throws SQLException;
    }

    SqliteTransaction(Scope scope) {
        this.scope = scope;
    }

    @Override
    public Optional<StoredRow> row(Sequence sequence) {
        return scope.run("reading the row at sequence " + sequence, (statements, rows) -> rows.row(sequence));
    }

    @Override
    public Optional<StoredRow> row(EventId id) {
        return scope.run("reading the row of event " + id, (statements, rows) -> rows.row(id.value()));
    }

    @Override
    public Sequence highestSequence() {
        return scope.run("reading the highest sequence", (statements, rows) -> rows.highestSequence());
    }

    @Override
    public StoreIdentity identity() {
        return scope.run("reading who the store is", (statements, rows) -> rows.identity());
    }

    @Override
    public void insert(List<SealedEvent> events, Attesting attesting) {
        if (events.isEmpty()) {
            return;
        }
        String doing = "inserting " + events.size() + (events.size() == 1 ? " event" : " events") + " from sequence "
                + events.get(0).sequence();
        scope.run(doing, (statements, rows) -> {
            StoreSchema schema = rows.schema();
            if (scope.isOurs() && events.size() >= EVENTS_OF_BULK) {
                insertInBulk(events, attesting, schema, statements);
            } else {
                inserts.insert(events, attesting, false, schema, statements);
            }
            inserted += events.size();
            return events;
        });
    }

    @Override
    public void insertVoid(List<SealedEvent> events, Attesting attesting) {
        if (!scope.isOurs()) {
            throw new IllegalStateException(
                    "void events are inserted in a transaction of the store's own, after the one"
                            + " that they were bound to has ended");
        }
        events.forEach(SqliteTransaction::requireBound);
        if (events.isEmpty()) {
            return;
        }
        scope.run("inserting " + events.size() + " void events", (statements, rows) -> {
            inserts.insert(events, attesting, true, rows.schema(), statements);
            inserted += events.size();
            return events;
        });
    }

    static void requireBound(SealedEvent event) {
        if (!event.isBound()) {
            throw new IllegalArgumentException(
                    "expected an event that is bound to a caller's transaction, found " + event + ", which is not");
        }
    }

    @Override
    public Optional<PinnedAnswer> pinned() {
        return scope.run("reading the pinned answer", (statements, rows) -> rows.pinned());
    }

    void pin(PinnedAnswer answer) {
        scope.run("pinning " + answer, (statements, rows) -> {
            PreparedStatement update = statements.prepared(PIN);
            update.setString(1, answer.text());
            return update.executeUpdate();
        });
    }

    @Override
    public void unpin() {
        scope.run(
                "forgetting the pinned answer",
                (statements, rows) -> statements.prepared(UNPIN).executeUpdate());
    }

    /**
     * Inserts without the triggers that refuse a taken sequence or id, which cost more than a third of an insert. A plain
     * INSERT is refused by the keys themselves; the triggers are there for statements that replace, and nobody else can make
     * one in between: they are gone and back again within this transaction of ours, or the transaction is undone.
     */
    private void insertInBulk(
            List<SealedEvent> events, Attesting attesting, StoreSchema schema, StatementCache statements)
            throws SQLException {
        List<StoreSchema.Part> triggers = schema.insertTriggers();
        for (StoreSchema.Part trigger : triggers) {
            SqliteDatabase.execute(statements.connection(), "DROP TRIGGER main." + trigger.name());
        }
        inserts.insert(events, attesting, false, schema, statements);
        for (StoreSchema.Part trigger : triggers) {
            SqliteDatabase.execute(statements.connection(), trigger.sql());
        }
    }

    /** How many rows were inserted through this. */
    int inserted() {
        return inserted;
    }

    @Override
    public void adopt(LedgerId ledger) {
        int changed = scope.run("adopting ledger " + ledger, (statements, rows) -> {
            PreparedStatement update = statements.prepared(ADOPT);
            update.setBytes(1, ledger.toBytes());
            update.setBytes(2, ledger.toBytes());
            return update.executeUpdate();
        });
        if (changed == 0) {
            throw new ForeignStoreException(
                    "this store belongs to ledger "
                            + identity().ledgerId().map(LedgerId::hex).orElse("none") + ", expected " + ledger
                            + ". Nothing was changed. Next: name the store of this ledger, or run diptych replay into a new one");
        }
    }

    @Override
    public OptionalLong rowCount(String table) {
        return scope.run("counting the rows of " + table, (statements, rows) -> rows.rowCount(table));
    }

    @Override
    public void identify(StoreId id, long epoch) {
        int changed = scope.run("becoming store " + id + " in epoch " + epoch, (statements, rows) -> {
            PreparedStatement update = statements.prepared(IDENTIFY);
            update.setString(1, id.value());
            update.setLong(2, epoch);
            return update.executeUpdate();
        });
        if (changed == 0) {
            throw new IllegalStateException("a store that is being made from a log has epoch 0, this one has "
                    + identity().epoch() + " and an identity of its own, "
                    + identity().storeId());
        }
    }

    void raiseEpoch() {
        scope.run(
                "raising the epoch",
                (statements, rows) -> statements.prepared(RAISE_EPOCH).executeUpdate());
    }

    List<String> brokenReferences() {
        return scope.run("checking references", (statements, rows) -> rows.brokenReferences());
    }

    @Override
    public void moveTo(LogPosition position, Sequence sequence) {
        scope.run("moving the position to sequence " + sequence, (statements, rows) -> {
            PreparedStatement update = statements.prepared(MOVE);
            update.setString(1, position.text());
            update.setLong(2, sequence.value());
            return update.executeUpdate();
        });
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return scope.unwrap(type);
    }
}
