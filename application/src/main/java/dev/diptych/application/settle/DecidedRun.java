package dev.diptych.application.settle;

import dev.diptych.application.rows.ForkException;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.RunVerdict;
import dev.diptych.domain.transaction.Settlement;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredRow;
import java.util.List;
import java.util.Optional;

/**
 * A run of which the log tells the outcome, and the line that tells it. They go into the store in one transaction, as the line
 * says: of an aborted run the rows are void.
 *
 * @param run the bound events
 * @param outcome what the log tells
 * @param line the event that tells it
 */
public record DecidedRun(BoundRun run, OutcomeRecord outcome, SealedEvent line) {
    /** The bytes of all lines. */
    public long bytes() {
        return line.lineLength()
                + run.events().stream().mapToLong(SealedEvent::lineLength).sum();
    }

    /**
     * Inserts what is missing of it, and forgets the pinned answer. The position is not moved.
     *
     * @return how many rows were inserted
     * @throws DivergedException if the rows that are there say something else
     * @throws ForkException if a row is another event
     */
    public int insertInto(StoreTransaction tx, Attesting attesting) {
        Settlement settlement =
                Settlement.of(new RunVerdict.Decided(run, outcome, line.sequence()), RunRows.of(tx, run), tx.pinned());
        int inserted = settlement.fold(new Settlement.Cases<>(
                this::never,
                settleAs -> never(),
                insert -> insert(tx, insert, attesting),
                diverged -> {
                    throw DivergedException.of(diverged);
                },
                refused -> never()));
        tx.unpin();
        return inserted;
    }

    private int insert(StoreTransaction tx, Settlement.Insert insert, Attesting attesting) {
        List<SealedEvent> missing = run.events().stream()
                .filter(event -> insert.missing().contains(event.sequence()))
                .toList();
        if (outcome.outcome().isVoiding()) {
            tx.insertVoid(missing, attesting);
        } else if (!missing.isEmpty()) {
            tx.insert(missing, attesting);
        }
        Optional<StoredRow> there = tx.row(line.sequence()).or(() -> tx.row(line.id()));
        if (there.isEmpty()) {
            tx.insert(List.of(line), attesting);
            return missing.size() + 1;
        }
        if (!there.get().holds(line)) {
            throw ForkException.between(line, there.get());
        }
        return missing.size();
    }

    private int never() {
        throw new IllegalStateException("a decided run is inserted as its outcome says, this one was not: " + run);
    }
}
