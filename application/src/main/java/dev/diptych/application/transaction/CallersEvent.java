package dev.diptych.application.transaction;

import dev.diptych.application.append.HeldLedger;
import dev.diptych.application.settle.RunSettling;
import dev.diptych.domain.chain.FieldDifference;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.Deadlines;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BoundEvent;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.SettleAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An event of a transaction that the caller begins and ends. It is settled once: by the caller, or in its place when its time
 * is over or the mirror is closed; whoever comes second gets the same answer. Until then it holds the ledger.
 */
final class CallersEvent implements BoundEvent {
    private final HeldLedger ledger;
    private final QueryStore store;
    private final RunSettling settling;
    private final SealedEvent event;
    private Optional<SettleAnswer> settled = Optional.empty();
    private volatile Optional<Deadlines.Deadline> deadline = Optional.empty();

    /**
     * @param ledger held, with nothing in its run but the event and the record of its broken glass
     */
    CallersEvent(HeldLedger ledger, QueryStore store, SealedEvent event) {
        this.ledger = ledger;
        this.store = store;
        this.settling = new RunSettling(store);
        this.event = event;
    }

    /** Takes note of what calls {@link #isOver}, to call it off once it is settled. */
    void isBoundedBy(Deadlines.Deadline running) {
        deadline = Optional.of(running);
    }

    @Override
    public AppendReceipt receipt() {
        return AppendReceipt.of(event);
    }

    @Override
    public synchronized MirrorSingleEventOutcome mirrorInto(Object callersTransaction) {
        settled.ifPresent(answer -> {
            throw new IllegalStateException(
                    event + " is settled, and belongs to no transaction any more: " + answer + ". Nothing was written");
        });
        StoreTransaction tx = store.join(callersTransaction);
        List<SealedEvent> missing = new ArrayList<>();
        for (SealedEvent one : ledger.events()) {
            Optional<StoredRow> taken = tx.row(one.id()).or(() -> tx.row(one.sequence()));
            if (taken.isEmpty()) {
                missing.add(one);
            } else if (!taken.get().holds(one)) {
                return differs(one, taken.get());
            }
        }
        return missing.isEmpty() ? new MirrorSingleEventOutcome.AlreadyPresent(event.sequence()) : insert(tx, missing);
    }

    private MirrorSingleEventOutcome insert(StoreTransaction tx, List<SealedEvent> missing) {
        Sequence next = tx.highestSequence().next();
        SealedEvent first = missing.get(0);
        if (!first.sequence().equals(next)) {
            return new MirrorSingleEventOutcome.Refused(
                    new MirrorSingleEventOutcome.NotNext(next),
                    first + " is not the next event of the store as this transaction sees it: expected sequence " + next
                            + ", found " + first.sequence()
                            + ". Nothing was written. Next: roll back and begin the transaction anew, which then sees all");
        }
        try {
            if (tx.identity().ledgerId().isEmpty()) {
                tx.adopt(ledger.ledger().orElseThrow());
            }
            tx.insert(missing, Attesting.NOBODY);
            return new MirrorSingleEventOutcome.Inserted(event.sequence());
        } catch (StoreConflictException conflict) {
            return new MirrorSingleEventOutcome.Refused(
                    new MirrorSingleEventOutcome.Differs(List.of()), String.valueOf(conflict.getMessage()));
        }
    }

    private static MirrorSingleEventOutcome differs(SealedEvent event, StoredRow row) {
        List<String> fields = FieldDifference.between(event.toLine(), row.line());
        return new MirrorSingleEventOutcome.Refused(
                new MirrorSingleEventOutcome.Differs(fields),
                event + " is not the event that the store has at sequence " + row.sequence() + " with id " + row.id()
                        + ": they differ in " + String.join(", ", fields)
                        + ". Nothing was written. Next: diptych verify");
    }

    @Override
    public SettleAnswer settle() {
        SettleAnswer answer = settle(DecidedBy.CALLER);
        callOffIfSettled();
        return answer;
    }

    /** Its time is over: settles it in the caller's place. Called again where the caller's transaction still runs. */
    void isOver() {
        if (settle(DecidedBy.RECOVERY) instanceof SettleAnswer.StillRunning) {
            ledger.refuseWaiting();
        }
        callOffIfSettled();
    }

    /** The mirror is being closed: settles it in the caller's place, or leaves it to the next opening. */
    void leave() {
        synchronized (this) {
            if (settle(DecidedBy.RECOVERY) instanceof SettleAnswer.StillRunning running) {
                String why = "the mirror was closed before the transaction of " + event + " had ended: "
                        + running.message() + ". Next: open the ledger again, which settles it";
                ledger.stopUnsettled(why);
                end(new SettleAnswer.Unknown(receipt(), why));
            }
        }
        callOffIfSettled();
    }

    private synchronized SettleAnswer settle(DecidedBy decidedBy) {
        if (settled.isPresent()) {
            return settled.get();
        }
        try {
            RunEnd found = RunEnd.settled(settling, ledger, ledger.run());
            if (found instanceof RunEnd.Busy busy) {
                return new SettleAnswer.StillRunning("the transaction of " + event + " cannot be settled yet: "
                        + busy.message() + ". Next: end the transaction, then settle");
            }
            return end(answer(found, decidedBy));
        } catch (RuntimeException | Error fault) {
            String why = "a fault of this program kept the transaction of " + event + " from being settled: " + fault
                    + ". Next: open the ledger again, which settles it";
            ledger.stopUnsettled(why);
            return end(new SettleAnswer.Unknown(receipt(), why));
        }
    }

    private SettleAnswer answer(RunEnd found, DecidedBy decidedBy) {
        if (!(found instanceof RunEnd.Certain certain)) {
            return new SettleAnswer.Unknown(receipt(), ((RunEnd.NotKnown) found).message());
        }
        Optional<String> outcomePending = ledger.tell(certain.outcome(), decidedBy);
        return certain.outcome() == TransactionOutcome.COMMITTED
                ? new SettleAnswer.Committed(receipt(), outcomePending)
                : new SettleAnswer.RolledBack(receipt(), outcomePending);
    }

    /** From here on the ledger is free. */
    private synchronized SettleAnswer end(SettleAnswer answer) {
        settled = Optional.of(answer);
        ledger.giveBack();
        return answer;
    }

    /** Not while this is locked: calling off waits for a call that runs, which may be waiting for this. */
    private void callOffIfSettled() {
        if (isSettled()) {
            deadline.ifPresent(Deadlines.Deadline::close);
        }
    }

    private synchronized boolean isSettled() {
        return settled.isPresent();
    }
}
