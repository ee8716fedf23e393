package dev.diptych.application.append;

import dev.diptych.application.rows.ForkException;
import dev.diptych.application.rows.Rows;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The second half of an append: gives the store what the log has made durable. Used by the writer's thread.
 *
 * <p>Ordinarily the events go in without a look at what is there. Where a row is there already (a COMMIT that failed and
 * yet happened, or somebody who mirrored a single event meanwhile), the rows are read first: one that is the very event is
 * passed over, one that is another is a fork.
 */
final class StoreStage {
    private static final int EVENTS_PER_TRANSACTION = 8_192;

    private final QueryStore store;
    private final PendingEvents pending;

    StoreStage(QueryStore store, PendingEvents pending) {
        this.store = store;
        this.pending = pending;
    }

    /**
     * Catches up with everything pending.
     *
     * @return why the store is still behind; empty when it has caught up
     * @throws ForkException if the store has another event at one of the sequences
     */
    Optional<String> catchUp(LedgerId ledger) {
        try {
            while (!pending.isEmpty()) {
                List<PendingEvents.Batch> batches = pending.oldest(EVENTS_PER_TRANSACTION);
                insert(ledger, batches);
                pending.removeOldest(batches.size());
            }
            return Optional.empty();
        } catch (StoreBusyException | StoreFailedException behind) {
            return Optional.of(String.valueOf(behind.getMessage()));
        }
    }

    private void insert(LedgerId ledger, List<PendingEvents.Batch> batches) {
        List<SealedEvent> events = eventsOf(batches);
        LogPosition end = batches.get(batches.size() - 1).end();
        try {
            store.inTransaction(tx -> insertAll(tx, ledger, events, events, end));
        } catch (StoreConflictException rowsAreThere) {
            store.inTransaction(tx -> insertAll(tx, ledger, Rows.absentOf(tx, events), events, end));
        }
    }

    private static boolean insertAll(
            StoreTransaction tx, LedgerId ledger, List<SealedEvent> absent, List<SealedEvent> all, LogPosition end) {
        SealedEvent last = all.get(all.size() - 1);
        if (all.get(0).sequenceValue() == 1) {
            tx.adopt(ledger);
        }
        tx.insert(absent);
        tx.moveTo(end, last.sequence());
        return true;
    }

    private static List<SealedEvent> eventsOf(List<PendingEvents.Batch> batches) {
        if (batches.size() == 1) {
            return batches.get(0).events();
        }
        List<SealedEvent> all = new ArrayList<>();
        batches.forEach(batch -> all.addAll(batch.events()));
        return all;
    }
}
