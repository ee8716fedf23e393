package dev.diptych.application.mirror;

import dev.diptych.domain.chain.FieldDifference;
import dev.diptych.domain.chain.OwnTypes;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.domain.transaction.OutcomeEvent;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import java.util.List;
import java.util.Optional;

/**
 * Mirrors exactly one sealed event. Presence is judged first, at any sequence. What is not there goes in only as the
 * store's next event, and only if the log's durable line at its sequence is this very event, so that nothing can enter
 * the store that is not in the log, and no hole can come to be. The stored position stays: it is a lower bound.
 *
 * <p>A bound event is never inserted here: its row is what tells that its transaction was committed. It is present only if the
 * store has its outcome too, and that is not an abort: whoever mirrors an event and hears that it is there goes on to rely on
 * its having happened.
 */
public final class SingleEventMirror {
    private final DurableLog log;
    private final QueryStore store;

    public SingleEventMirror(DurableLog log, QueryStore store) {
        this.log = log;
        this.store = store;
    }

    /** Mirrors in a transaction of its own. */
    public MirrorSingleEventOutcome mirror(SealedEvent event) {
        try {
            return store.inTransaction(tx -> mirrorInto(tx, event));
        } catch (StoreBusyException | StoreFailedException unavailable) {
            return new MirrorSingleEventOutcome.Refused(
                    new MirrorSingleEventOutcome.StoreUnavailable(), String.valueOf(unavailable.getMessage()));
        }
    }

    /** Mirrors in a transaction that somebody else ends. */
    public MirrorSingleEventOutcome mirrorInto(StoreTransaction tx, SealedEvent event) {
        Optional<StoredRow> taken = tx.row(event.id()).or(() -> tx.row(event.sequence()));
        if (taken.isPresent()) {
            return taken.get().spells(event) ? present(tx, event, taken.get()) : differs(event, taken.get());
        }
        Optional<MirrorSingleEventOutcome> refused = refusalToInsert(tx, event);
        if (refused.isPresent()) {
            return refused.get();
        }
        Sequence next = tx.highestSequence().next();
        if (!event.sequence().equals(next)) {
            return refused(
                    new MirrorSingleEventOutcome.NotNext(next),
                    event + " is not the store's next event: expected sequence " + next + ", found " + event.sequence()
                            + ". Nothing was written. Next: mirror the events before it, or diptych replay");
        }
        return isInLog(event) ? insert(tx, event) : notInLog(event);
    }

    private MirrorSingleEventOutcome present(StoreTransaction tx, SealedEvent event, StoredRow row) {
        if (row.isVoid()) {
            return refused(
                    new MirrorSingleEventOutcome.Bound(),
                    event
                            + " is there, and void: the transaction that it was bound to was aborted, so it did not happen."
                            + " Nothing was written. Next: append another event, with an id of its own");
        }
        if (event.isBound() && !RunOutcomes.isToldInStore(log, tx, event)) {
            return refused(
                    new MirrorSingleEventOutcome.Bound(),
                    event
                            + " is bound to a transaction, and the store does not tell how that ended. Nothing was written."
                            + " Next: ask again once the transaction was settled");
        }
        return new MirrorSingleEventOutcome.AlreadyPresent(event.sequence());
    }

    private static Optional<MirrorSingleEventOutcome> refusalToInsert(StoreTransaction tx, SealedEvent event) {
        if (event.isBound()) {
            return Optional.of(refused(
                    new MirrorSingleEventOutcome.Bound(),
                    event + " is bound to a transaction: its row comes with that, or with its outcome, and never alone."
                            + " Nothing was written. Next: diptych recover, where no mirror holds the ledger"));
        }
        if (!OwnTypes.isUnderstood(event)) {
            return Optional.of(refused(
                    new MirrorSingleEventOutcome.Bound(),
                    event
                            + " is of a type of the ledger's own that this program does not understand. Nothing was written."
                            + " Next: use the newer program that wrote it"));
        }
        if (!isForThisStore(tx, event)) {
            return Optional.of(refused(
                    new MirrorSingleEventOutcome.Superseded(),
                    event
                            + " gives the ledger to another store than this one, which gets nothing from there on. Nothing was"
                            + " written. Next: name that store"));
        }
        return OutcomeEvent.of(event)
                .map(OutcomeRecord.class::cast)
                .filter(outcome -> !RunOutcomes.agreesWithRows(outcome, tx))
                .map(outcome -> refused(
                        new MirrorSingleEventOutcome.Bound(),
                        event + " tells that a transaction was "
                                + outcome.outcome().word()
                                + ", and the rows of its bound events are not there as it says: they come together. Nothing"
                                + " was written. Next: diptych recover, where no mirror holds the ledger"));
    }

    private static boolean isForThisStore(StoreTransaction tx, SealedEvent event) {
        return BoundaryEvent.of(event)
                .filter(StoreCutover.class::isInstance)
                .map(StoreCutover.class::cast)
                .filter(cutover ->
                        !cutover.toStore().equals(tx.identity().storeId().value()))
                .isEmpty();
    }

    private static MirrorSingleEventOutcome refused(MirrorSingleEventOutcome.Reason reason, String message) {
        return new MirrorSingleEventOutcome.Refused(reason, message);
    }

    private MirrorSingleEventOutcome insert(StoreTransaction tx, SealedEvent event) {
        if (tx.identity().ledgerId().isEmpty()) {
            tx.adopt(log.ledgerId().orElseThrow());
        }
        try {
            tx.insert(List.of(event));
            return new MirrorSingleEventOutcome.Inserted(event.sequence());
        } catch (StoreConflictException conflict) {
            return new MirrorSingleEventOutcome.Refused(
                    new MirrorSingleEventOutcome.Differs(List.of()), String.valueOf(conflict.getMessage()));
        }
    }

    private boolean isInLog(SealedEvent event) {
        try {
            return log.find(event.sequence()).filter(event::equals).isPresent();
        } catch (DamagedCopyException damaged) {
            return false;
        }
    }

    private static MirrorSingleEventOutcome notInLog(SealedEvent event) {
        return new MirrorSingleEventOutcome.Refused(
                new MirrorSingleEventOutcome.NotInLog(),
                event
                        + " is not what the log holds, durably, at its sequence. Nothing was written. Next: diptych verify");
    }

    private static MirrorSingleEventOutcome differs(SealedEvent event, StoredRow row) {
        List<String> fields = FieldDifference.between(event.toLine(), row.line());
        return new MirrorSingleEventOutcome.Refused(
                new MirrorSingleEventOutcome.Differs(fields),
                event + " is not the event that the store has at sequence " + row.sequence() + " with id " + row.id()
                        + ": they differ in " + String.join(", ", fields)
                        + ". Nothing was written. Next: diptych verify");
    }
}
