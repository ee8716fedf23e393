package dev.diptych.application.transaction;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.append.AppendPipeline;
import dev.diptych.application.append.HeldLedger;
import dev.diptych.application.append.Holding;
import dev.diptych.application.mirror.SingleEventMirror;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.BoundEnd;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.Deadlines;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driving.BindAnswer;
import dev.diptych.ports.driving.RunTransactions;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.TransactionOptions;
import dev.diptych.ports.driving.TransactionWork;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs transactions with bound events, one at a time, each with the ledger to itself.
 *
 * <pre>
 *   the turn is taken, nothing is pending
 *   BEGIN
 *       the work: statements; each bound event forced in the log, then its row
 *   COMMIT or ROLLBACK                  the commit point of all that is in the store
 *   settled, where that end is not certain
 *   the outcome, forced in the log      from here on the rows are never asked
 *   its row, and those of void events, in an ordinary transaction
 *   the turn is given back
 * </pre>
 */
public final class MirrorTransactions implements RunTransactions {
    private final AppendPipeline pipeline;
    private final QueryStore store;
    private final Deadlines deadlines;
    private final TransactionEnding ending;
    private final SingleEventMirror single;
    private final Duration boundTimeMax;
    private volatile Optional<Thread> running = Optional.empty();
    private volatile Optional<CallersEvent> outstanding = Optional.empty();
    private volatile boolean isClosing;

    /**
     * @param single mirrors sealed events in transactions
     */
    public MirrorTransactions(MirrorParts parts, AppendPipeline pipeline, QueryStore store, SingleEventMirror single) {
        this.pipeline = pipeline;
        this.store = store;
        this.deadlines = parts.deadlines();
        this.ending = new TransactionEnding(store);
        this.single = single;
        this.boundTimeMax = parts.settings().boundTimeMax();
    }

    @Override
    public <T> TransactionAnswer<T> inTransaction(TransactionOptions options, TransactionWork<T> work) {
        return runAny(options, work::in);
    }

    /** The same for a use case of the mirror itself. */
    public <T> TransactionAnswer<T> run(TransactionOptions options, OwnWork<T> work) {
        return runAny(options, work::in);
    }

    @Override
    public BindAnswer bind(EventDraft draft, PolicyDecision decision) {
        return pipeline.hold().fold(ledger -> bind(ledger, draft, decision), BindAnswer.NotBound::new);
    }

    private BindAnswer bind(HeldLedger ledger, EventDraft draft, PolicyDecision decision) {
        boolean isHeldOn = false;
        try {
            BindAnswer answer = ledger.append(draft, decision)
                    .fold(
                            durable -> bound(new CallersEvent(ledger, store, durable.event())),
                            refused -> new BindAnswer.NotBound(refused.why()));
            isHeldOn = answer instanceof BindAnswer.Bound;
            return answer;
        } finally {
            if (!isHeldOn) {
                ledger.giveBack();
            }
        }
    }

    private BindAnswer bound(CallersEvent event) {
        outstanding = Optional.of(event);
        event.isBoundedBy(deadlines.begin(boundTimeMax, event::isOver));
        if (isClosing) {
            event.leave(); // Whoever closes may have looked before this was there to be seen.
        }
        return new BindAnswer.Bound(event);
    }

    /** Takes nothing more, and settles what its caller has not settled, or leaves it to the next opening. */
    public void close() {
        isClosing = true;
        pipeline.stopTaking();
        outstanding.ifPresent(CallersEvent::leave);
    }

    /** Whether this thread runs a transaction. */
    public boolean isInside() {
        return running.filter(thread -> thread == Thread.currentThread()).isPresent();
    }

    /**
     * Refuses to close what runs on this very thread.
     *
     * @throws IllegalStateException from inside a transaction
     */
    public void requireOutside() {
        if (isInside()) {
            throw new IllegalStateException("the mirror is not closed from inside a transaction, which would not end."
                    + " Nothing was changed. Next: close it behind the transaction's end");
        }
    }

    /** What is done in a transaction, whoever does it. */
    private interface AnyWork<T> {
        T in(RunningTransaction transaction) throws Exception;
    }

    private <T> TransactionAnswer<T> runAny(TransactionOptions options, AnyWork<T> work) {
        Holding holding = pipeline.hold();
        return holding.fold(
                ledger -> {
                    running = Optional.of(Thread.currentThread());
                    try {
                        return begin(ledger, options, work);
                    } finally {
                        running = Optional.empty();
                        ledger.giveBack();
                    }
                },
                refused -> new TransactionAnswer.NotBegun<>("the transaction was not begun: " + refused.message()));
    }

    private <T> TransactionAnswer<T> begin(HeldLedger ledger, TransactionOptions options, AnyWork<T> work) {
        BoundStoreTransaction begun;
        try {
            begun = options.checksReferences() ? store.beginBound() : store.beginBoundWithoutReferences();
        } catch (StoreBusyException | StoreFailedException notBegun) {
            return new TransactionAnswer.NotBegun<>(
                    "the transaction was not begun: " + notBegun.getMessage() + ". Nothing was changed");
        }
        try (begun;
                Deadlines.Deadline deadline =
                        deadlines.begin(options.timeMax(), () -> isOver(ledger, begun, options))) {
            return run(ledger, begun, deadline, work);
        }
    }

    private static void isOver(HeldLedger ledger, BoundStoreTransaction begun, TransactionOptions options) {
        begun.doom(new DoomedException("its time was over: it began at " + ledger.since() + " and had "
                + options.timeMax().toMillis() + " ms"));
        ledger.refuseWaiting();
    }

    private <T> TransactionAnswer<T> run(
            HeldLedger ledger, BoundStoreTransaction begun, Deadlines.Deadline deadline, AnyWork<T> work) {
        RunningTransaction transaction = new RunningTransaction(ledger, begun, single);
        T value;
        try {
            value = work.in(transaction);
        } catch (Exception thrown) {
            transaction.end();
            TransactionEnding.Reason reason = TransactionEnding.Reason.ofThrown(thrown, begun.doomed());
            return end(ledger, begun.rollBack(), deadline, Optional.of(reason), () -> {
                throw new IllegalStateException(
                        "the transaction was committed by a statement inside it, although its work then failed. The log"
                                + " tells that it was",
                        thrown);
            });
        } catch (Error thrown) {
            transaction.end();
            endBecauseOf(thrown, ledger, begun, deadline);
            throw thrown;
        }
        transaction.end();
        return end(ledger, begun.commit(), deadline, Optional.empty(), () -> value);
    }

    /** The outcome is told before the error is passed on; what goes wrong meanwhile goes with it. */
    private void endBecauseOf(
            Error thrown, HeldLedger ledger, BoundStoreTransaction begun, Deadlines.Deadline deadline) {
        try {
            TransactionEnding.Reason reason = new TransactionEnding.Reason("its work met " + thrown, Optional.empty());
            end(ledger, begun.rollBack(), deadline, Optional.of(reason), () -> thrown);
        } catch (RuntimeException | Error second) {
            thrown.addSuppressed(second);
        }
    }

    private <T> TransactionAnswer<T> end(
            HeldLedger ledger,
            BoundEnd end,
            Deadlines.Deadline deadline,
            Optional<TransactionEnding.Reason> reason,
            Supplier<T> value) {
        deadline.close();
        return ending.answer(ledger, end, reason, value);
    }
}
