package dev.diptych.application.append;

import dev.diptych.application.rows.Rows;
import dev.diptych.application.settle.DecidedRun;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.Attesting;
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
 * Gives the store what is pending, oldest first.
 *
 * <p>Ordinarily the events go in without a look at what is there. Where a row is there already (a COMMIT that failed and
 * yet happened, or somebody who mirrored a single event meanwhile), the rows are read first: one that is the very event is
 * passed over, one that is another is a fork.
 */
final class CatchUp {
    /** Whatever is signed was signed by a signer whose signatures this mirror had seen to be good. */
    static final Attesting SIGNED_HERE = new Attesting.By(signedHere -> true);

    private static final int EVENTS_PER_TRANSACTION = 8_192;

    private final QueryStore store;
    private final PendingEvents pending;

    CatchUp(QueryStore store, PendingEvents pending) {
        this.store = store;
        this.pending = pending;
    }

    /**
     * Catches up through a sequence.
     *
     * @return why the store is still behind; empty when it has caught up
     * @throws dev.diptych.application.rows.ForkException if the store has another event at one of the sequences
     * @throws dev.diptych.application.settle.DivergedException if its rows contradict an outcome that the log tells
     */
    Optional<String> through(long sequence) {
        try {
            for (List<PendingEvents.Batch> batches = pending.oldestThrough(sequence, EVENTS_PER_TRANSACTION);
                    !batches.isEmpty();
                    batches = pending.oldestThrough(sequence, EVENTS_PER_TRANSACTION)) {
                Optional<DecidedRun> decided = batches.get(0).decided();
                if (decided.isPresent()) {
                    insert(decided.get(), batches.get(0).end());
                } else {
                    insert(batches);
                }
                pending.removeOldest(batches.size()); // Memory changes after the commit.
            }
            return Optional.empty();
        } catch (StoreBusyException | StoreFailedException behind) {
            return Optional.of(String.valueOf(behind.getMessage()));
        }
    }

    private void insert(DecidedRun decided, LogPosition end) {
        SealedEvent first = decided.run().events().get(0);
        store.inTransaction(tx -> {
            adoptBehind(tx, first);
            decided.insertInto(tx, SIGNED_HERE);
            tx.moveTo(end, decided.line().sequence());
            return true;
        });
    }

    private void insert(List<PendingEvents.Batch> batches) {
        List<SealedEvent> events = eventsOf(batches);
        LogPosition end = batches.get(batches.size() - 1).end();
        try {
            store.inTransaction(tx -> insertAll(tx, events, events, end));
        } catch (StoreConflictException rowsAreThere) {
            store.inTransaction(tx -> insertAll(tx, Rows.absentOf(tx, events), events, end));
        }
    }

    private static boolean insertAll(
            StoreTransaction tx, List<SealedEvent> absent, List<SealedEvent> all, LogPosition end) {
        adoptBehind(tx, all.get(0));
        tx.insert(absent, SIGNED_HERE);
        tx.moveTo(end, all.get(all.size() - 1).sequence());
        return true;
    }

    private static void adoptBehind(StoreTransaction tx, SealedEvent first) {
        if (first.sequenceValue() == 1) {
            tx.adopt(new LedgerId(first.previousHash()));
        }
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
