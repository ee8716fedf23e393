package dev.diptych.contracts.twins;

import dev.diptych.contracts.twins.TwinStoreOperation.Kind;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreIdentity;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** A transaction on a twin store. {@link #unwrap} gives {@link TwinCallersValues}, which commit and roll back with it. */
final class TwinStoreTransaction implements StoreTransaction {
    private final TwinStoreDisk disk;
    private final TwinChanges changes;
    private final Thread thread = Thread.currentThread();
    private final boolean isOurs;
    private final BooleanSupplier isRunning;

    TwinStoreTransaction(TwinStoreDisk disk, TwinChanges changes, boolean isOurs, BooleanSupplier isRunning) {
        this.disk = disk;
        this.changes = changes;
        this.isOurs = isOurs;
        this.isRunning = isRunning;
    }

    @Override
    public Optional<StoredRow> row(Sequence sequence) {
        return running().row(sequence.value());
    }

    @Override
    public Optional<StoredRow> row(EventId id) {
        return running().row(id.value());
    }

    @Override
    public Sequence highestSequence() {
        return Sequence.of(running().highest());
    }

    @Override
    public StoreIdentity identity() {
        TwinChanges changed = running();
        StoreIdentity before = disk.identity();
        return new StoreIdentity(
                changed.ledger(), changed.storeId(), before.format(), changed.schema(), changed.epoch());
    }

    @Override
    public void insert(List<SealedEvent> events, Attesting attesting) {
        TwinChanges inside = running();
        change(Kind.INSERT, () -> inside.insert(events, attesting, false));
    }

    @Override
    public void insertVoid(List<SealedEvent> events, Attesting attesting) {
        running();
        if (!isOurs) {
            throw new IllegalStateException(
                    "void events are inserted in a transaction of the store's own, this is a caller's");
        }
        events.forEach(TwinStoreTransaction::requireBound);
        change(Kind.INSERT_VOID, () -> changes.insert(events, attesting, true));
    }

    static void requireBound(SealedEvent event) {
        if (!event.isBound()) {
            throw new IllegalArgumentException(
                    "only an event of a caller's transaction is inserted so, " + event + " is none");
        }
    }

    @Override
    public Optional<PinnedAnswer> pinned() {
        return TwinStoreReader.pinned(running().pinned());
    }

    @Override
    public void unpin() {
        TwinChanges inside = running();
        change(Kind.UNPIN, () -> inside.pin(Optional.empty()));
    }

    @Override
    public void adopt(LedgerId ledger) {
        TwinChanges inside = running();
        change(Kind.ADOPT, () -> inside.adopt(ledger));
    }

    @Override
    public OptionalLong rowCount(String table) {
        return running().rowCount(table);
    }

    @Override
    public void identify(StoreId id, long epoch) {
        if (running().epoch() != 0) {
            throw new IllegalStateException("a store that is being made from a log has epoch 0, this one has "
                    + changes.epoch() + " and an identity of its own, " + changes.storeId());
        }
        change(Kind.IDENTIFY, () -> changes.identify(id, epoch));
    }

    @Override
    public void moveTo(LogPosition position, Sequence sequence) {
        TwinChanges inside = running();
        change(Kind.MOVE_TO, () -> inside.moveTo(position, sequence.value()));
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        TwinChanges inside = running();
        if (type == TwinCallersValues.class) {
            return type.cast(new TwinTransactionValues(disk, inside));
        }
        throw new IllegalArgumentException(
                "a store in memory has no " + type.getName() + "; it has " + TwinCallersValues.class.getName());
    }

    /** What fails in the store dooms the transaction, swallowed or not. */
    private void change(Kind kind, Runnable effect) {
        try {
            disk.gate().pass(kind, effect);
        } catch (StoreFailedException failed) {
            changes.doom();
            throw failed;
        }
    }

    private TwinChanges running() {
        disk.requireWorking();
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("a transaction is used by the thread that runs it, " + thread.getName());
        }
        if (!isRunning.getAsBoolean()) {
            throw new IllegalStateException("this transaction has ended");
        }
        return changes;
    }
}
