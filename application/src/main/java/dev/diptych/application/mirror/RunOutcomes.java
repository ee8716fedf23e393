package dev.diptych.application.mirror;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.OutcomeEvent;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredRow;
import java.util.Optional;

/** Whether a store tells of bound events how their transaction ended. */
final class RunOutcomes {
    private RunOutcomes() {}

    /**
     * Whether the store has the line that tells that the event happened: the first behind it that is not bound. Where the log
     * is damaged there, nothing tells.
     */
    static boolean isToldInStore(DurableLog log, StoreTransaction tx, SealedEvent bound) {
        try {
            return firstBehindRun(log, bound)
                    .filter(line -> tellsCommitOf(line, bound))
                    .flatMap(line -> tx.row(line.sequence()).filter(row -> row.holds(line)))
                    .isPresent();
        } catch (DamagedCopyException damaged) {
            return false;
        }
    }

    private static Optional<SealedEvent> firstBehindRun(DurableLog log, SealedEvent bound) {
        Optional<SealedEvent> next = log.find(bound.sequence().next());
        for (int i = 1;
                i < BoundRun.EVENTS_MAX && next.filter(SealedEvent::isBound).isPresent();
                i++) {
            next = log.find(next.get().sequence().next());
        }
        return next;
    }

    private static boolean tellsCommitOf(SealedEvent line, SealedEvent bound) {
        return OutcomeEvent.of(line)
                .filter(OutcomeRecord.class::isInstance)
                .map(OutcomeRecord.class::cast)
                .filter(outcome -> !outcome.outcome().isVoiding())
                .filter(outcome -> outcome.first().compareTo(bound.sequence()) <= 0
                        && outcome.last().compareTo(bound.sequence()) >= 0)
                .isPresent();
    }

    /** Whether all rows of the run are there, void if the outcome says so and else not. */
    static boolean agreesWithRows(OutcomeRecord outcome, StoreTransaction tx) {
        if (outcome.count() > BoundRun.EVENTS_MAX) {
            return false;
        }
        for (Sequence at = outcome.first(); at.compareTo(outcome.last()) <= 0; at = at.next()) {
            Optional<StoredRow> row = tx.row(at);
            if (row.isEmpty() || row.get().isVoid() != outcome.outcome().isVoiding()) {
                return false;
            }
        }
        return true;
    }
}
