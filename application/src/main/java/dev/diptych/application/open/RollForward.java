package dev.diptych.application.open;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.append.KeyGate;
import dev.diptych.application.settle.DecidedRun;
import dev.diptych.application.settle.OutcomeTelling;
import dev.diptych.application.settle.RunSettling;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.OwnTypes;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.RunVerdict;
import dev.diptych.domain.transaction.RunWalk;
import dev.diptych.domain.transaction.Settlement;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.Optional;

/**
 * Gives the store what the log has behind the stored position, and settles what the log leaves undecided.
 *
 * <p>The position is a lower bound: rows that are there already are compared and passed over. Whole batches go in together, many
 * to a transaction; a run of bound events goes in once its outcome was read, with it. The position moves when everything is
 * decided, so it never lies on a bound event, and what a crash leaves here the next opening does again.
 */
final class RollForward {
    private final MirrorParts parts;
    private final DurableLog log;
    private final QueryStore store;
    private final RollForwardStart start;
    private final KeyGate keys;
    private final BoundaryWatch boundaries;
    private final RunWalk runs;
    private final Gathered gathered = new Gathered();
    private long inserted;

    /**
     * What was done.
     *
     * @param inserted how many rows
     * @param settled what was found out of a transaction, and told in the log
     */
    record Done(long inserted, Optional<OutcomeRecord> settled) {}

    /**
     * @param keys what the ledger says of keys through the start
     */
    RollForward(MirrorParts parts, Ledger ledger, RollForwardStart start, KeyGate keys, BoundaryWatch boundaries) {
        this.parts = parts;
        this.log = ledger.log();
        this.store = ledger.store();
        this.start = start;
        this.keys = keys;
        this.boundaries = boundaries;
        this.runs = start.runs();
    }

    /**
     * @throws RefusedException if what is met must not be passed
     * @throws dev.diptych.application.rows.ForkException if a row is there that is another event
     * @throws dev.diptych.application.settle.DivergedException if both copies, or the store's rows, contradict each other
     *     about a run
     */
    Done run() {
        Sequence end = log.head().map(head -> head.sequence()).orElse(Sequence.NONE);
        if (start.sequence().equals(end) && store.highestSequence().equals(end)) {
            finishMaking();
            return new Done(0, Optional.empty());
        }
        try (EventCursor cursor = log.after(start.sequence())) {
            while (cursor.advance()) {
                take(cursor.event());
            }
        }
        flush();
        Optional<OutcomeRecord> settled = runs.undecided().map(this::settle);
        moveToEnd();
        return new Done(inserted, settled);
    }

    private void take(SealedEvent event) {
        if (!OwnTypes.isUnderstood(event)) {
            throw new RefusedException(UnderstoodTypes.refusal(event));
        }
        attest(event);
        runs.next(event)
                .fold(
                        () -> ordinary(event),
                        undecided -> true,
                        decided -> decided(decided, event),
                        malformed -> {
                            throw new RefusedException(Refusals.of(malformed));
                        },
                        unknown -> {
                            throw new RefusedException(UnderstoodTypes.refusal(event));
                        });
        boolean isBatchEnd = event.batch().last() == event.sequenceValue();
        if (isBatchEnd && gathered.isFull()) {
            flush();
        }
    }

    /** Judged here, while the keys are those of this place in the chain. */
    private void attest(SealedEvent event) {
        if (event.isSigned() && keys.isWellSigned(event, ledger())) {
            gathered.attest(event);
        }
    }

    private boolean ordinary(SealedEvent event) {
        happened(event);
        gathered.add(event);
        return true;
    }

    private boolean decided(RunVerdict.Decided decided, SealedEvent line) {
        if (!decided.outcome().outcome().isVoiding()) {
            decided.run().events().forEach(this::happened);
        }
        DecidedRun run = new DecidedRun(decided.run(), decided.outcome(), line);
        if (gathered.hasNoRoomFor(run)) {
            flush();
        }
        gathered.add(run);
        return true;
    }

    private void happened(SealedEvent event) {
        boundaries.met(event);
        keys.saw(event, ledger());
    }

    private OutcomeRecord settle(BoundRun run) {
        Settlement.SettleAs settled = new RunSettling(store).settle(run);
        OutcomeRecord outcome = settled.tell(DecidedBy.RECOVERY);
        SealedEvent line = new OutcomeTelling(log, parts.ids(), parts.sealing(), parts.clock()).tell(outcome);
        if (!outcome.outcome().isVoiding()) {
            run.events().forEach(this::happened);
        }
        gathered.add(new DecidedRun(run, outcome, line));
        flush();
        return outcome;
    }

    private void flush() {
        if (gathered.isEmpty()) {
            return;
        }
        inserted += store.inTransaction(tx -> {
            adopt(tx);
            return gathered.insertInto(tx);
        });
        gathered.clear();
    }

    private void adopt(StoreTransaction tx) {
        if (tx.identity().ledgerId().isEmpty()) {
            tx.adopt(ledger());
        }
    }

    private LedgerId ledger() {
        return log.ledgerId().orElseThrow();
    }

    private void moveToEnd() {
        boolean isAtEnd = log.head()
                .filter(head -> head.sequence().equals(store.highestSequence()))
                .isPresent();
        if (isAtEnd) {
            store.inTransaction(tx -> {
                tx.moveTo(log.position(), log.head().orElseThrow().sequence());
                boundaries.identify(tx);
                return true;
            });
        }
    }

    /** A store that was filled by a replay which died before it could say who the store is. */
    private void finishMaking() {
        if (boundaries.isStoreBeingMade()) {
            store.inTransaction(tx -> {
                boundaries.identify(tx);
                return true;
            });
        }
    }
}
