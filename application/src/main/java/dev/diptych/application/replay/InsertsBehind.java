package dev.diptych.application.replay;

import dev.diptych.application.waiting.Joined;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Inserts on a thread of its own, one transaction behind the walk, so that the log is read and hashed while the store is
 * written. Transactions are committed in the order in which they are handed over; after one that failed none follows, and
 * the failure is thrown to the walk whenever it hands over or waits again.
 */
final class InsertsBehind implements AutoCloseable {
    private final QueryStore store;
    private final Supplier<Optional<LedgerId>> ledger;
    private final ExecutorService thread;
    private CompletableFuture<Integer> running = CompletableFuture.completedFuture(0);
    private long inserted;

    InsertsBehind(QueryStore store, Supplier<Optional<LedgerId>> ledger) {
        this.store = store;
        this.ledger = ledger;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "diptych-inserts");
            made.setDaemon(true);
            return made;
        });
    }

    /** Waits for what was handed over before, then begins to insert this in one transaction. It is taken over. */
    void insert(WaitingInserts waiting) {
        await();
        running = CompletableFuture.supplyAsync(() -> inOneTransaction(waiting), thread);
    }

    /** Waits until all that was handed over is committed. */
    void await() {
        inserted += Joined.of(running);
        running = CompletableFuture.completedFuture(0);
    }

    /** How many events were committed, of those that were waited for. */
    long inserted() {
        return inserted;
    }

    /** Waits for the running transaction, whose failure is nobody's concern any more. */
    @Override
    public void close() {
        thread.shutdown();
        running.exceptionally(failed -> 0).join();
    }

    private int inOneTransaction(WaitingInserts waiting) {
        try {
            return store.inTransaction(tx -> waiting.insertInto(adopting(tx)));
        } catch (StoreConflictException idIsTaken) {
            return store.inTransaction(tx -> waiting.insertAbsentInto(adopting(tx)));
        }
    }

    private StoreTransaction adopting(StoreTransaction tx) {
        if (tx.identity().ledgerId().isEmpty()) {
            tx.adopt(ledger.get().orElseThrow());
        }
        return tx;
    }
}
