package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoredRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A bound transaction on SQLite. Whatever goes wrong inside dooms it, and {@link TransactionWatch} remembers that; what
 * COMMIT itself says decides between the three ends.
 *
 * <p>Every method runs through {@link #inside}, so that nothing can be thrown out of here without dooming it.
 */
final class SqliteBoundTransaction implements BoundStoreTransaction {
    private final BoundWriter writer;
    private final SqliteDatabase database;
    private final BoundConnection connection;
    private final TransactionWatch watch;
    private final SqliteTransaction inner;
    private final BoundRows inserted;
    private final boolean checksReferences;
    private boolean over;
    private Optional<RuntimeException> doomAtEnd = Optional.empty();

    SqliteBoundTransaction(BoundWriter writer, BoundConnection connection, boolean checksReferences) {
        this.checksReferences = checksReferences;
        this.writer = writer;
        this.database = writer.database();
        this.connection = connection;
        this.watch = connection.watch();
        this.inner = new SqliteTransaction(new BoundScope());
        this.inserted = new BoundRows(database.file());
    }

    @Override
    public Optional<StoredRow> row(Sequence sequence) {
        return inside(() -> inner.row(sequence));
    }

    @Override
    public Optional<StoredRow> row(EventId id) {
        return inside(() -> inner.row(id));
    }

    @Override
    public Sequence highestSequence() {
        return inside(inner::highestSequence);
    }

    @Override
    public StoreIdentity identity() {
        return inside(inner::identity);
    }

    @Override
    public void insert(List<SealedEvent> events, Attesting attesting) {
        inside(() -> {
            events.forEach(SqliteTransaction::requireBound);
            inner.insert(events, attesting);
            inserted.add(events);
            return events;
        });
    }

    @Override
    public void insertVoid(List<SealedEvent> events, Attesting attesting) {
        inside(() -> {
            inner.insertVoid(events, attesting);
            return events;
        });
    }

    @Override
    public void adopt(LedgerId ledger) {
        inside(() -> {
            inner.adopt(ledger);
            return ledger;
        });
    }

    @Override
    public OptionalLong rowCount(String table) {
        return inside(() -> inner.rowCount(table));
    }

    @Override
    public void identify(StoreId id, long epoch) {
        inside(() -> {
            throw new IllegalStateException("who the store " + database.file()
                    + " is, is not changed in a bound transaction: the boundaries behind which it lies tell");
        });
    }

    @Override
    public void raiseEpoch() {
        inside(() -> {
            inner.raiseEpoch();
            return inner;
        });
    }

    @Override
    public List<String> brokenReferences() {
        return inside(inner::brokenReferences);
    }

    @Override
    public void moveTo(LogPosition position, Sequence sequence) {
        inside(() -> {
            throw new IllegalStateException(
                    "the position of " + database.file() + " is not moved in a bound transaction:"
                            + " behind an undecided event it would hide it. The outcome's own transaction moves it");
        });
    }

    @Override
    public Optional<PinnedAnswer> pinned() {
        return inside(inner::pinned);
    }

    @Override
    public void pin(PinnedAnswer answer) {
        inside(() -> {
            inner.pin(answer);
            return answer;
        });
    }

    @Override
    public void unpin() {
        inside(() -> {
            inner.unpin();
            return inner;
        });
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return inside(() -> connection.unwrap(type));
    }

    @Override
    public void doom(RuntimeException why) {
        synchronized (this) {
            if (!over) {
                watch.doomFromOutside(why, connection::interrupt);
            }
        }
    }

    @Override
    public Optional<RuntimeException> doomed() {
        synchronized (this) {
            return over ? doomAtEnd : watch.doomed();
        }
    }

    @Override
    public BoundEnd commit() {
        requireRunning();
        inserted.lookBeforeCommit(connection);
        lookForBrokenReferences();
        if (!watch.endingUnlessDoomed()) {
            return rollBack();
        }
        try {
            connection.execute("COMMIT"); // Commit point of a bound transaction.
        } catch (SQLException failed) {
            return commitFailed(failed);
        }
        // A pin is no event that somebody is told of: whoever pins moves everything afterwards.
        Optional<StoreFailedException> doubt = inserted.isEmpty() ? Optional.empty() : writer.doubt();
        end(!connection.wasHandedOut());
        writer.committed();
        return doubt.<BoundEnd>map(why -> new BoundEnd.Uncertain(why, false)).orElseGet(BoundEnd.Committed::new);
    }

    /** Where references were not enforced while it ran, all of them are looked at before it is committed. */
    private void lookForBrokenReferences() {
        if (checksReferences || watch.doomed().isPresent()) {
            return;
        }
        List<String> broken = brokenReferences();
        if (!broken.isEmpty()) {
            watch.doom(new StoreFailedException("the transaction on " + database.file() + " leaves references to rows"
                    + " that are not there: " + String.join(", ", broken)
                    + ". Nothing was changed. Next: mend what the statements left behind"));
        }
    }

    private BoundEnd commitFailed(SQLException failed) {
        PortException failure = database.failure("COMMIT of a bound transaction", failed);
        execute("ROLLBACK", failure);
        if (!SqliteFailures.leavesMediumInDoubt(failed)) {
            end(false);
            return new BoundEnd.Uncertain(failure, false);
        }
        endBroken(failure);
        return new BoundEnd.Uncertain(failure, true);
    }

    @Override
    public BoundEnd rollBack() {
        requireRunning();
        watch.ending();
        Optional<RuntimeException> doom = watch.doomed();
        StoreFailedException unnamed =
                new StoreFailedException("the transaction on " + database.file() + " was rolled back");
        boolean clean = execute("ROLLBACK", doom.orElse(unnamed));
        if (!watch.wasCommittedInside()) {
            // Surely: COMMIT was never tried, and a connection that is closed keeps no transaction.
            end(clean && !connection.wasHandedOut());
            return new BoundEnd.RolledBack(doom);
        }
        if (!watch.hasMediumFailed()) {
            end(false);
            return new BoundEnd.Uncertain(doom.orElse(unnamed), false);
        }
        endBroken(doom.orElse(unnamed));
        return new BoundEnd.Uncertain(doom.orElse(unnamed), true);
    }

    /** Where a statement has ended the transaction already, this fails, and that is no news. */
    private boolean execute(String end, RuntimeException because) {
        try {
            connection.execute(end);
            return true;
        } catch (SQLException failed) {
            because.addSuppressed(failed);
            return false;
        }
    }

    @Override
    public void close() {
        if (!isOver()) {
            rollBack();
        }
    }

    private void end(boolean keepsConnection) {
        over();
        if (keepsConnection) {
            writer.ended();
        } else {
            writer.endedWithConnection();
        }
    }

    private void endBroken(RuntimeException because) {
        over();
        writer.endedBroken(
                because instanceof StoreFailedException ofStore
                        ? ofStore
                        : new StoreFailedException(because.getMessage(), because));
    }

    private synchronized void over() {
        doomAtEnd = watch.doomed();
        over = true;
        watch.ended();
    }

    private synchronized boolean isOver() {
        return over;
    }

    private <T> T inside(Supplier<T> work) {
        requireRunning();
        watch.doomed().ifPresent(why -> {
            throw why;
        });
        try {
            return work.get();
        } catch (RuntimeException thrown) {
            watch.doom(thrown);
            throw thrown;
        } catch (Error thrown) {
            watch.doom(new StoreFailedException("the transaction on " + database.file() + " met " + thrown, thrown));
            throw thrown;
        }
    }

    private void requireRunning() {
        if (isOver()) {
            throw new IllegalStateException("this transaction on the store " + database.file() + " has ended");
        }
        if (!writer.hasTurn()) {
            IllegalStateException elsewhere = new IllegalStateException("a transaction on the store " + database.file()
                    + " is used by the thread that began it, and this is another. It will be rolled back");
            doom(elsewhere);
            throw elsewhere;
        }
    }

    /** On the bound connection; beginning and end are not its business. */
    private final class BoundScope implements SqliteTransaction.Scope {
        @Override
        public <T> T run(String doing, SqliteTransaction.Work<T> work) {
            try {
                return work.on(connection.statements(), connection.rows());
            } catch (SQLException failed) {
                throw database.failure(doing, failed);
            }
        }

        /** No: the trigger on inserts stays while a caller's statements run beside ours. */
        @Override
        public boolean isOurs() {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return connection.unwrap(type);
        }
    }
}
