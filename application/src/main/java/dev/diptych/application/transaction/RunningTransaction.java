package dev.diptych.application.transaction;

import dev.diptych.application.append.BoundAppend;
import dev.diptych.application.append.HeldLedger;
import dev.diptych.application.mirror.SingleEventMirror;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.Attesting;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BoundAnswer;
import dev.diptych.ports.driving.MirrorSingleEventOutcome;
import dev.diptych.ports.driving.MirrorTransaction;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a caller has of a transaction while it runs. Every call goes through {@link #inside}, so that nothing can be thrown out
 * of here, or be called by another thread, without dooming it.
 */
final class RunningTransaction implements MirrorTransaction, OwnTransaction {
    /** The signers of this mirror were tried before they signed anything. */
    private static final Attesting SIGNED_HERE = new Attesting.By(signedHere -> true);

    private final HeldLedger ledger;
    private final BoundStoreTransaction store;
    private final SingleEventMirror single;
    private final Thread thread = Thread.currentThread();
    private volatile boolean over;

    RunningTransaction(HeldLedger ledger, BoundStoreTransaction store, SingleEventMirror single) {
        this.ledger = ledger;
        this.store = store;
        this.single = single;
    }

    /** From now on everything is refused: the work has ended. */
    void end() {
        over = true;
    }

    @Override
    public BoundAnswer append(EventDraft draft, PolicyDecision decision) {
        return inside(() -> recorded(ledger.append(draft, decision, Optional.empty(), store::row)));
    }

    @Override
    public BoundAnswer appendSigned(EventDraft draft, PolicyDecision decision, EventSigner signer) {
        return inside(() -> recorded(ledger.append(draft, decision, Optional.of(signer), store::row)));
    }

    @Override
    public BoundAnswer appendBoundary(SchemaCutover boundary, PolicyDecision decision) {
        return inside(() -> recorded(ledger.appendBoundary(boundary, decision, store::row)));
    }

    /** The row goes in behind the line: a row that cannot be inserted leaves a durable event, which is then void. */
    private BoundAnswer recorded(BoundAppend answer) {
        return answer.fold(
                durable -> {
                    if (store.identity().ledgerId().isEmpty()) {
                        store.adopt(ledger.ledger().orElseThrow());
                    }
                    store.insert(durable.batch(), SIGNED_HERE);
                    return new BoundAnswer.Recorded(AppendReceipt.of(durable.event()));
                },
                refused -> {
                    store.doom(new DoomedException(
                            "an event was not recorded in it: " + refused.why().message()));
                    return new BoundAnswer.NotRecorded(refused.why());
                });
    }

    @Override
    public MirrorSingleEventOutcome mirror(SealedEvent event) {
        return inside(() -> {
            MirrorSingleEventOutcome outcome = single.mirrorInto(store, event);
            if (outcome instanceof MirrorSingleEventOutcome.Refused refused) {
                store.doom(new DoomedException("a sealed event was not mirrored in it: " + refused.message()));
            }
            return outcome;
        });
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return inside(() -> store.unwrap(type));
    }

    @Override
    public void doom(String why) {
        inside(() -> {
            store.doom(new DoomedException(why));
            return why;
        });
    }

    @Override
    public BoundStoreTransaction store() {
        requireInside();
        return store;
    }

    @Override
    public ChainHead head() {
        return inside(() -> ledger.head()
                .orElseThrow(() -> new IllegalStateException("the ledger has no event yet, and so no newest one")));
    }

    private <T> T inside(Supplier<T> work) {
        requireInside();
        store.doomed().ifPresent(why -> {
            throw new IllegalStateException(
                    "the transaction is doomed, and nothing more is done in it: " + why.getMessage(), why);
        });
        try {
            return work.get();
        } catch (RuntimeException thrown) {
            store.doom(thrown);
            throw thrown;
        } catch (Error thrown) {
            store.doom(new DoomedException("the program met " + thrown));
            throw thrown;
        }
    }

    private void requireInside() {
        if (over) {
            throw new IllegalStateException(
                    "the transaction has ended, and nothing more is done in it. Next: begin another");
        }
        if (Thread.currentThread() != thread) {
            IllegalStateException elsewhere =
                    new IllegalStateException("a transaction is used by the thread that runs it, " + thread.getName()
                            + ", and was used by " + Thread.currentThread().getName());
            store.doom(elsewhere);
            throw elsewhere;
        }
    }
}
