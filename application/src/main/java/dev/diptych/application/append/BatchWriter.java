package dev.diptych.application.append;

import dev.diptych.application.rows.ForkException;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.DraftedEvent;
import dev.diptych.domain.event.EventTime;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.LogNotWrittenException;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogReplacedException;
import dev.diptych.ports.driven.OutOfSequenceException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.RandomBytes;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.MirrorState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes batches: the one place where events come to be. Used by the writer's thread.
 *
 * <p>For each batch, in this order:
 *
 * <ol>
 *   <li>the store catches up with what is pending from before; too much of it, and all requests are refused
 *   <li>each request passes the gate once more, and its ids are looked up in the store, among the pending and in the batch
 *   <li>what is new is sealed behind the head
 *   <li><b>the log makes it durable: the commit point.</b> Memory changes after
 *   <li>the store is given it. If that fails the events are pending, and they happened all the same
 *   <li>every caller is answered
 * </ol>
 *
 * A process that dies before the commit point has written nothing, or a batch that is there whole or is cut at the next
 * opening; one that dies behind it leaves the store behind, never ahead.
 *
 * <p>Poison: after a force that failed, a log that was replaced, or a fork, nothing more is written by this writer.
 */
final class BatchWriter {
    private final DurableLog log;
    private final QueryStore store;
    private final Gatekeeper gate;
    private final RandomBytes random;
    private final InstantSource clock;
    private final PendingBounds bounds;
    private final EventSealer sealer = new EventSealer();
    private final PendingEvents pending = new PendingEvents();
    private final StoreStage stage;

    private Optional<ChainHead> head;
    private Optional<LedgerId> ledger;
    private Optional<String> behind = Optional.empty();
    private Optional<Function<Optional<DraftedEvent>, AppendAnswer>> poison = Optional.empty();
    private volatile MirrorState state;

    /**
     * How much may be durable in the log and not yet in the store.
     *
     * @param eventsMax events
     * @param bytesMax bytes of their lines
     */
    record PendingBounds(int eventsMax, long bytesMax) {}

    BatchWriter(
            DurableLog log,
            QueryStore store,
            Gatekeeper gate,
            RandomBytes random,
            InstantSource clock,
            PendingBounds bounds) {
        this.log = log;
        this.store = store;
        this.gate = gate;
        this.random = random;
        this.clock = clock;
        this.bounds = bounds;
        this.stage = new StoreStage(store, pending);
        this.head = log.head();
        this.ledger = log.ledgerId();
        this.state = new MirrorState(head, 0, Optional.empty());
    }

    MirrorState state() {
        return state;
    }

    /**
     * Writes one batch of the requests, in their order, and answers those it dealt with.
     *
     * @return those that wait for the next batch
     */
    List<AppendRequest> write(List<AppendRequest> requests, Answering answering) {
        Optional<AppendAnswer> refusal = refusalOfAll();
        if (refusal.isPresent()) {
            requests.forEach(request -> answering.refuse(request, 0, refusal.get()));
            return List.of();
        }
        BatchForming forming = new BatchForming(store, pending, gate);
        List<BatchForming.Plan.Go> going = new ArrayList<>(requests.size());
        int next = 0;
        for (; next < requests.size(); next++) {
            BatchForming.Plan plan = forming.plan(requests.get(next));
            if (plan instanceof BatchForming.Plan.Go go) {
                going.add(go);
            } else if (plan instanceof BatchForming.Plan.Refuse refused) {
                answering.refuse(refused.request(), refused.index(), refused.answer());
            } else {
                break;
            }
        }
        writeFormed(forming.toSeal(), going, answering);
        return requests.subList(next, requests.size());
    }

    /** Gives the store what is pending, as far as it will take it. */
    void settle() {
        if (poison.isEmpty()) {
            catchUp();
        }
    }

    private Optional<AppendAnswer> refusalOfAll() {
        if (poison.isEmpty() && !pending.isEmpty()) {
            catchUp();
        }
        if (poison.isPresent()) {
            return Optional.of(poison.get().apply(Optional.empty()));
        }
        if (pending.count() >= bounds.eventsMax() || pending.bytes() >= bounds.bytesMax()) {
            return Optional.of(new AppendAnswer.StoreTooFarBehind(
                    pending.count(),
                    "the store is behind by " + pending.count() + " events, and at most " + bounds.eventsMax()
                            + " events or " + bounds.bytesMax()
                            + " bytes may be pending. Nothing was written. Next: see why"
                            + " the store refuses, with diptych status, and append again"));
        }
        return Optional.empty();
    }

    private void writeFormed(List<DraftedEvent> drafts, List<BatchForming.Plan.Go> going, Answering answering) {
        if (drafts.isEmpty()) {
            going.forEach(go -> answering.answer(go, List.of(), behind));
            return;
        }
        LedgerId born = ledger.orElseGet(() -> LedgerId.of(random.next(32)));
        List<SealedEvent> batch =
                sealer.seal(drafts, head.orElseGet(() -> ChainHead.beforeFirst(born)), EventTime.of(clock.instant()));
        Optional<Function<DraftedEvent, AppendAnswer>> failure = append(batch);
        if (failure.isPresent()) {
            going.forEach(go -> answering.fail(go, drafts, failure.get(), behind));
            return;
        }
        head = Optional.of(batch.get(batch.size() - 1).asHead());
        ledger = Optional.of(born);
        pending.add(batch, log.position());
        catchUp();
        going.forEach(go -> answering.answer(go, batch, behind));
    }

    /** Appends to the log; answers how to answer each draft where that failed. */
    private Optional<Function<DraftedEvent, AppendAnswer>> append(List<SealedEvent> batch) {
        try {
            log.append(batch); // Commit point. From here the events exist, whatever happens to the store.
            return Optional.empty();
        } catch (LogNotWrittenException notWritten) {
            return Optional.of(draft -> new AppendAnswer.NotWritten(String.valueOf(notWritten.getMessage())));
        } catch (LogReplacedException replaced) {
            String message = String.valueOf(replaced.getMessage());
            stop(message, draft -> new AppendAnswer.LogReplaced(message));
            return Optional.of(draft -> new AppendAnswer.LogReplaced(message));
        } catch (LogOutcomeUnknownException unknown) {
            String message = String.valueOf(unknown.getMessage());
            stop(
                    message,
                    draft -> new AppendAnswer.NotWritten(
                            "this writer takes no more appends, since an earlier one ended without being known: "
                                    + message + ". This one was not written. Next: open the ledger again"));
            return Optional.of(outcomeUnknown(batch, message));
        } catch (OutOfSequenceException outOfSequence) {
            String message = String.valueOf(outOfSequence.getMessage());
            stop(message, draft -> new AppendAnswer.NotWritten(message));
            return Optional.of(draft -> new AppendAnswer.NotWritten(message));
        }
    }

    private static Function<DraftedEvent, AppendAnswer> outcomeUnknown(List<SealedEvent> batch, String message) {
        return draft -> batch.stream()
                .filter(event -> event.id().equals(draft.id()))
                .findFirst()
                .<AppendAnswer>map(event -> new AppendAnswer.OutcomeUnknown(
                        event.id(),
                        event.sequence(),
                        "whether event " + event.id() + " is durable at sequence " + event.sequence()
                                + " is not known: " + message
                                + ". Next: open the ledger again, then append it once more"
                                + " under the same id"))
                .orElseThrow();
    }

    private void catchUp() {
        if (ledger.isPresent()) {
            try {
                behind = stage.catchUp(ledger.get());
            } catch (ForkException fork) {
                String message = String.valueOf(fork.getMessage());
                stop(message, draft -> new AppendAnswer.Forked(fork.at(), message));
                behind = Optional.of(message);
            }
        }
        state = new MirrorState(head, pending.count(), state.stopped());
    }

    private void stop(String why, Function<Optional<DraftedEvent>, AppendAnswer> answer) {
        poison = Optional.of(answer);
        state = new MirrorState(head, pending.count(), Optional.of(why));
    }
}
