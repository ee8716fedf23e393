package dev.diptych.application.open;

import dev.diptych.application.rows.Rows;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.OwnTypes;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoredPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the store what the log has behind the stored position. The position is a lower bound: rows that are there already
 * are compared and passed over. Whole batches go in together, many to a transaction.
 */
final class RollForward {
    private static final int EVENTS_PER_TRANSACTION = 8_192;
    private static final int BYTES_PER_TRANSACTION = 8 * 1024 * 1024;

    private final DurableLog log;
    private final QueryStore store;
    private final List<SealedEvent> gathered = new ArrayList<>();
    private long gatheredBytes;
    private long inserted;

    RollForward(DurableLog log, QueryStore store) {
        this.log = log;
        this.store = store;
    }

    /**
     * @return how many rows were inserted
     * @throws RefusedException if an event is met that only a newer program understands
     * @throws dev.diptych.application.rows.ForkException if a row is there that is another event
     */
    long run() {
        Sequence from = store.position()
                .map(StoredPosition::event)
                .map(at -> at.sequence())
                .orElseGet(store::highestSequence);
        Sequence end = log.head().map(head -> head.sequence()).orElse(Sequence.NONE);
        if (from.equals(end) && store.highestSequence().equals(end)) {
            return 0;
        }
        try (EventCursor cursor = log.after(from)) {
            while (cursor.advance()) {
                take(cursor.event());
            }
        }
        flush();
        if (store.highestSequence().equals(end) && log.head().isPresent()) {
            store.inTransaction(tx -> {
                tx.moveTo(log.position(), end);
                return true;
            });
        }
        return inserted;
    }

    private void take(SealedEvent event) {
        if (!OwnTypes.isUnderstood(event)) {
            throw new RefusedException(UnderstoodTypes.refusal(event));
        }
        gathered.add(event);
        gatheredBytes += event.lineLength();
        boolean isBatchEnd = event.batch().last() == event.sequenceValue();
        if (isBatchEnd && (gathered.size() >= EVENTS_PER_TRANSACTION || gatheredBytes >= BYTES_PER_TRANSACTION)) {
            flush();
        }
    }

    private void flush() {
        if (gathered.isEmpty()) {
            return;
        }
        LedgerId ledger = log.ledgerId().orElseThrow();
        inserted += store.inTransaction(tx -> {
            if (tx.identity().ledgerId().isEmpty()) {
                tx.adopt(ledger);
            }
            List<SealedEvent> absent = Rows.absentOf(tx, gathered);
            tx.insert(absent);
            return absent.size();
        });
        gathered.clear();
        gatheredBytes = 0;
    }
}
