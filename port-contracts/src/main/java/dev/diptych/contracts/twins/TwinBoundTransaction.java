package dev.diptych.contracts.twins;

import dev.diptych.contracts.twins.TwinStoreOperation.Kind;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A bound transaction on a twin store. {@link #unwrap} gives {@link TwinStoreStatements}, with which a caller does what a
 * caller should not.
 */
final class TwinBoundTransaction implements BoundStoreTransaction {
    private final TwinStore store;
    private final TwinStoreDisk disk;
    private final TwinChanges changes;
    private final TwinStoreTransaction inner;
    private final Thread thread = Thread.currentThread();
    private final List<SealedEvent> inserted = new ArrayList<>();
    private final AtomicReference<Optional<RuntimeException>> doom = new AtomicReference<>(Optional.empty());
    private volatile boolean ended;
    private boolean committedInside;
    private boolean attached;

    private TwinBoundTransaction(TwinStore store) {
        this.store = store;
        this.disk = store.disk;
        this.changes = new TwinChanges(disk);
        this.inner = new TwinStoreTransaction(disk, changes, false, () -> !ended);
    }

    /** Begins one; the caller holds the store's turn. */
    static TwinBoundTransaction begin(TwinStore store) {
        store.open();
        TwinBoundTransaction begun = new TwinBoundTransaction(store);
        store.disk.takeWriter(Kind.BEGIN_BOUND, begun);
        return begun;
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
            events.forEach(TwinStoreTransaction::requireBound);
            inner.insert(events, attesting);
            return inserted.addAll(events);
        });
    }

    @Override
    public void insertVoid(List<SealedEvent> events, Attesting attesting) {
        inside(() -> {
            throw new IllegalStateException("no event is void before its transaction has ended");
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
            throw new IllegalStateException("who the store is, is not changed in a bound transaction");
        });
    }

    @Override
    public void raiseEpoch() {
        inside(() -> {
            disk.gate().pass(Kind.RAISE_EPOCH, () -> changes.identify(changes.storeId(), changes.epoch() + 1));
            return changes;
        });
    }

    /** What callers keep in a twin does not refer to anything. */
    @Override
    public List<String> brokenReferences() {
        return inside(() -> List.of());
    }

    @Override
    public void moveTo(LogPosition position, Sequence sequence) {
        inside(() -> {
            throw new IllegalStateException("the position is moved by the outcome, not in a bound transaction");
        });
    }

    @Override
    public Optional<PinnedAnswer> pinned() {
        return inside(inner::pinned);
    }

    @Override
    public void pin(PinnedAnswer answer) {
        inside(() -> {
            disk.gate().pass(Kind.PIN, () -> changes.pin(Optional.of(answer)));
            return answer;
        });
    }

    @Override
    public void unpin() {
        inside(() -> {
            inner.unpin();
            return changes;
        });
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return inside(() -> {
            if (type.isAssignableFrom(TwinStoreStatements.class) && TwinCallersValues.class.isAssignableFrom(type)) {
                return type.cast(new Statements());
            }
            throw new IllegalArgumentException("a bound transaction in memory has no " + type.getName() + "; it has "
                    + TwinStoreStatements.class.getName());
        });
    }

    @Override
    public void doom(RuntimeException why) {
        if (!ended) {
            doom.compareAndSet(Optional.empty(), Optional.of(why));
        }
    }

    @Override
    public Optional<RuntimeException> doomed() {
        return doom.get();
    }

    @Override
    public BoundEnd commit() {
        requireRunning();
        Optional<BoundEnd> noCommit = lookBeforeCommit();
        return noCommit.orElseGet(this::tryCommit);
    }

    /** How it ends without a COMMIT of ours; empty if nothing stands in the way of one. */
    private Optional<BoundEnd> lookBeforeCommit() {
        if (attached) {
            doom(new StoreFailedException("a second database was attached, and a commit over two files is not atomic."
                    + " Nothing was changed. Next: leave it out"));
        }
        for (SealedEvent event : inserted) {
            if (!changes.row(event.sequenceValue()).map(row -> row.holds(event)).orElse(false)) {
                doom(new StoreFailedException("the row of " + event + " is not there any more: a savepoint took it."
                        + " Nothing was changed. Next: append outside savepoints"));
            }
        }
        return doomed().isPresent() ? Optional.of(rollBack()) : Optional.empty();
    }

    private BoundEnd tryCommit() {
        try {
            return disk.commitBound(this, changes).map(this::failed).orElseGet(BoundEnd.Committed::new);
        } finally {
            end();
        }
    }

    private BoundEnd failed(TwinStoreCommitFault fault) {
        StoreFailedException why =
                new StoreFailedException("the store in memory was told to fail at COMMIT: " + fault + ". Next: settle");
        if (fault.isOfMedium()) {
            store.breakDown(why);
        }
        return new BoundEnd.Uncertain(why, fault.isOfMedium());
    }

    @Override
    public BoundEnd rollBack() {
        requireRunning();
        try {
            if (!store.isOfDeadProcess()) {
                disk.gate().fault(Kind.ROLL_BACK_BOUND, () -> {});
            }
        } finally {
            end();
        }
        return committedInside
                ? new BoundEnd.Uncertain(doomed().orElseThrow(), false)
                : new BoundEnd.RolledBack(doomed());
    }

    @Override
    public void close() {
        if (!ended) {
            rollBack();
        }
    }

    private void end() {
        ended = true;
        disk.releaseWriter(this);
        store.boundHasEnded();
    }

    private <T> T inside(Supplier<T> work) {
        requireRunning();
        doomed().ifPresent(why -> {
            throw why;
        });
        try {
            store.open();
            return work.get();
        } catch (RuntimeException thrown) {
            doom(thrown);
            throw thrown;
        }
    }

    private void requireRunning() {
        if (ended) {
            throw new IllegalStateException("this transaction on the store in memory has ended");
        }
        if (Thread.currentThread() != thread) {
            IllegalStateException elsewhere = new IllegalStateException(
                    "a bound transaction is used by the thread that began it, " + thread.getName());
            doom(elsewhere);
            throw elsewhere;
        }
    }

    /** What a caller's statements do. A failed one dooms the transaction only where it ended it. */
    private final class Statements implements TwinStoreStatements {
        @Override
        public void put(String key, String value) {
            change(() -> changes.put(key, value));
        }

        @Override
        public Optional<String> get(String key) {
            requireAlive();
            return changes.get(key);
        }

        @Override
        public void remove(String key) {
            change(() -> changes.remove(key));
        }

        /** A full disk rolls the transaction back inside, and so does a failed one. */
        private void change(Runnable effect) {
            requireAlive();
            try {
                disk.gate().pass(Kind.PUT, effect);
            } catch (StoreFailedException failed) {
                doom(failed);
                throw failed;
            }
        }

        @Override
        public void takingBack(Runnable work) {
            requireAlive();
            changes.takingBack(work);
        }

        @Override
        public void conflictThatRollsBack() {
            requireAlive();
            StoreFailedException conflict = new StoreFailedException(
                    "a conflict was met by a rollback. Nothing of the transaction is kept. Next: see the statement");
            changes.rollBackInside();
            doom(conflict);
            throw conflict;
        }

        @Override
        public void hiddenCommit() {
            requireAlive();
            committedInside = true;
            disk.commit(changes);
            doom(new StoreFailedException("the transaction was committed by a statement inside it. Next: settle"));
        }

        @Override
        public void attach() {
            requireAlive();
            attached = true;
        }

        private void requireAlive() {
            requireRunning();
            doomed().ifPresent(why -> {
                throw new StoreFailedException("the transaction is doomed, and no further statement runs in it", why);
            });
        }
    }
}
