package dev.diptych.contracts.twins;

import dev.diptych.contracts.twins.TwinStoreOperation.Kind;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.NotOurTransactionException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** A twin store, held by its writer. */
final class TwinStore extends TwinStoreReader implements QueryStore {
    private final ReentrantLock oneWriter = new ReentrantLock(true);

    TwinStore(TwinStoreDisk disk) {
        super(disk);
    }

    @Override
    public <T> T inTransaction(StoreWork<T> work) {
        takeTurn();
        try {
            open().takeWriter(Kind.BEGIN, this);
            try {
                return run(work);
            } finally {
                disk.releaseWriter(this);
            }
        } finally {
            oneWriter.unlock();
        }
    }

    private void takeTurn() {
        open();
        if (oneWriter.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction on the store in memory cannot be nested in another");
        }
        oneWriter.lock();
    }

    @Override
    public BoundStoreTransaction beginBound() {
        takeTurn();
        try {
            return TwinBoundTransaction.begin(this);
        } catch (RuntimeException refused) {
            oneWriter.unlock();
            throw refused;
        }
    }

    /** What callers keep in a twin does not refer to anything, so there is nothing to be enforced. */
    @Override
    public BoundStoreTransaction beginBoundWithoutReferences() {
        return beginBound();
    }

    @Override
    public boolean isShared() {
        return open().isShared();
    }

    /** A bound transaction has ended, in the thread that began it. */
    void boundHasEnded() {
        oneWriter.unlock();
    }

    @Override
    public void checkpointFully() {
        takeTurn();
        try {
            open().takeWriter(this);
            try {
                disk.checkpointFully();
            } catch (StoreFailedException failed) {
                breakDown(failed);
                throw failed;
            } finally {
                disk.releaseWriter(this);
            }
        } finally {
            oneWriter.unlock();
        }
    }

    private <T> T run(StoreWork<T> work) {
        TwinChanges changes = new TwinChanges(disk);
        AtomicBoolean running = new AtomicBoolean(true);
        T answer;
        try {
            answer = work.in(new TwinStoreTransaction(disk, changes, true, running::get));
        } finally {
            running.set(false);
        }
        if (changes.isDoomed()) {
            throw new StoreFailedException(
                    "the transaction on the store in memory was rolled back, because an insert in it"
                            + " was refused. Nothing was changed. Next: read the rows and compare");
        }
        open().commit(changes);
        return answer;
    }

    @Override
    public StoreTransaction join(Object callersTransaction) {
        open();
        if (callersTransaction instanceof TwinCallersTransaction caller && caller.isOn(disk) && caller.isRunning()) {
            return caller.joined();
        }
        throw new NotOurTransactionException("what was given is not a running " + TwinCallersTransaction.class.getName()
                + " on this store. Nothing was changed. Next: give one");
    }

    @Override
    public Optional<String> integrityProblem() {
        return open().integrityProblem();
    }

    @Override
    public void close() {
        if (oneWriter.isHeldByCurrentThread()) {
            throw new IllegalStateException("a thread that is in a transaction on the store in memory cannot close it");
        }
        if (!isClosed()) {
            super.close();
            if (!isBroken()) {
                disk.merge(process);
            }
        }
    }
}
