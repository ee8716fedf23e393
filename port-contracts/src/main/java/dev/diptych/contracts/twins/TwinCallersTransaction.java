package dev.diptych.contracts.twins;

import dev.diptych.contracts.twins.TwinStoreOperation.Kind;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreTransaction;

/** A transaction that a caller began on a connection of its own to a twin store, and ends itself. One thread. */
public final class TwinCallersTransaction {
    private final TwinStoreDisk disk;
    private final int process;
    private final TwinChanges changes;
    private boolean running = true;

    private TwinCallersTransaction(TwinStoreDisk disk) {
        this.disk = disk;
        this.process = disk.process();
        this.changes = new TwinChanges(disk);
    }

    static TwinCallersTransaction begin(TwinStoreDisk disk) {
        TwinCallersTransaction begun = new TwinCallersTransaction(disk);
        disk.takeWriter(Kind.BEGIN, begun);
        return begun;
    }

    /** The caller's own values, kept in the same transaction. */
    public TwinCallersValues values() {
        requireRunning();
        return new TwinTransactionValues(disk, changes);
    }

    /**
     * Commits all that was done in this transaction.
     *
     * @throws StoreFailedException if it failed, or something in it was refused before; nothing of it was kept
     */
    public void commit() {
        requireRunning();
        running = false;
        try {
            if (changes.isDoomed()) {
                throw new StoreFailedException(
                        "the caller's transaction was rolled back, because an insert in it was refused. Next: begin another");
            }
            disk.commit(changes);
        } finally {
            disk.releaseWriter(this);
        }
    }

    public void rollback() {
        requireRunning();
        running = false;
        disk.releaseWriter(this);
    }

    public boolean isRunning() {
        return running && process == disk.process();
    }

    boolean isOn(TwinStoreDisk other) {
        return disk.equals(other);
    }

    StoreTransaction joined() {
        return new TwinStoreTransaction(disk, changes, false, this::isRunning);
    }

    private void requireRunning() {
        if (!isRunning()) {
            throw new IllegalStateException("the caller's transaction has ended");
        }
    }
}
