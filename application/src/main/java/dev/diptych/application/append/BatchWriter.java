package dev.diptych.application.append;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.rows.ForkException;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Writes batches: the one place where events come to be. Used by whoever has the turn to write.
 *
 * <p>For each batch, in this order:
 *
 * <ol>
 *   <li>too much pending, and all requests are refused
 *   <li>each request passes the gate once more, and its ids are looked up among the pending, in the store and in the batch
 *   <li>what is new is sealed behind the head, and signed; whoever cannot sign is refused, and the batch formed anew
 *   <li><b>the log makes it durable: the commit point.</b> Memory changes after
 *   <li>the mirror stage gives it to the store and answers. If the store refuses, the events are pending, and they
 *       happened all the same
 * </ol>
 *
 * A process that dies before the commit point has written nothing, or a batch that is there whole or is cut at the next
 * opening; one that dies behind it leaves the store behind, never ahead.
 *
 * <p>Poison: after a force that failed, a log that was replaced, or a fork, nothing more is written by this writer. What
 * was forced before goes on to the store.
 */
final class BatchWriter {
    private final DurableLog log;
    private final QueryStore store;
    private final Gatekeeper gate;
    private final RandomBytes random;
    private final InstantSource clock;
    private final PendingBounds bounds;
    private final EventSealer sealer = new EventSealer();
    private final SigningThreads signing =
            new SigningThreads(Runtime.getRuntime().availableProcessors());
    private final PendingEvents pending;
    private final MirrorStage stage;
    private final AtomicReference<Optional<Poison>> poison = new AtomicReference<>(Optional.empty());

    private volatile Optional<ChainHead> head;
    private Optional<LedgerId> ledger;

    /**
     * How much may be durable in the log and not yet in the store.
     *
     * @param eventsMax events
     * @param bytesMax bytes of their lines
     */
    record PendingBounds(int eventsMax, long bytesMax) {}

    /**
     * Why nothing more is written.
     *
     * @param why in words
     * @param answer what later appends are told
     */
    private record Poison(String why, AppendAnswer answer) {}

    BatchWriter(MirrorParts parts, DurableLog log, QueryStore store, Gatekeeper gate, Executor stages) {
        this.log = log;
        this.store = store;
        this.gate = gate;
        this.random = parts.random();
        this.clock = parts.clock();
        this.bounds = new PendingBounds(
                parts.settings().pendingEventsMax(), parts.settings().pendingBytesMax());
        this.pending = new PendingEvents();
        this.stage = new MirrorStage(store, pending, stages, this::stopAtFork);
        this.head = log.head();
        this.ledger = log.ledgerId();
    }

    void start() {
        stage.start();
    }

    MirrorState state() {
        return new MirrorState(head, pending.count(), poison.get().map(Poison::why));
    }

    /** Waits until all that was forced was given to the store, or refused by it. */
    void close() {
        signing.close();
        stage.close();
    }

    /**
     * Writes one batch of the requests, in their order, and answers those it dealt with.
     *
     * @return those that wait for the next batch
     */
    List<AppendRequest> write(List<AppendRequest> requests, Answering answering, BooleanSupplier moreWaits) {
        Optional<AppendAnswer> refusal = refusalOfAll();
        if (refusal.isPresent()) {
            requests.forEach(request -> answering.refuse(request, 0, refusal.get()));
            return List.of();
        }
        BatchTime time = new BatchTime(clock);
        List<AppendRequest> left = requests;
        while (true) {
            try {
                Formed formed = form(left, time);
                formed.refused()
                        .forEach(refused -> answering.refuse(refused.request(), refused.index(), refused.answer()));
                write(formed, answering, moreWaits);
                return left.subList(formed.dealtWith(), left.size());
            } catch (UnfitSignerException unfit) {
                // Nothing was written or answered. The batch is formed anew without those who cannot sign it, so that
                // nobody
                // else is refused.
                left = refusingWhatSigns(unfit, left, answering);
            }
        }
    }

    /**
     * A batch that is sealed and not yet written.
     *
     * @param going the requests that it answers
     * @param refused the requests that it does not
     * @param dealtWith how many requests these are; those behind wait for the next batch
     * @param drafts what was sealed
     * @param events the drafts, sealed
     */
    private record Formed(
            List<BatchForming.Plan.Go> going,
            List<BatchForming.Plan.Refuse> refused,
            int dealtWith,
            List<DraftedEvent> drafts,
            List<SealedEvent> events) {}

    private static List<AppendRequest> refusingWhatSigns(
            UnfitSignerException unfit, List<AppendRequest> requests, Answering answering) {
        List<AppendRequest> others = new ArrayList<>(requests.size());
        for (AppendRequest request : requests) {
            if (request.signer().filter(by -> unfit.isAbout(by.signer())).isPresent()) {
                answering.refuse(request, 0, new AppendAnswer.NotWritten(String.valueOf(unfit.getMessage())));
            } else {
                others.add(request);
            }
        }
        return others;
    }

    /**
     * @throws UnfitSignerException if somebody could not sign
     */
    private Formed form(List<AppendRequest> requests, BatchTime time) {
        BatchForming forming = new BatchForming(store, pending, gate, time);
        List<BatchForming.Plan.Go> going = new ArrayList<>(requests.size());
        List<BatchForming.Plan.Refuse> refused = new ArrayList<>();
        int next = 0;
        for (; next < requests.size(); next++) {
            BatchForming.Plan plan = forming.plan(requests.get(next));
            if (plan instanceof BatchForming.Plan.Go go) {
                going.add(go);
            } else if (plan instanceof BatchForming.Plan.Refuse refusal) {
                refused.add(refusal);
            } else {
                break;
            }
        }
        return new Formed(going, refused, next, forming.toSeal(), seal(forming, time));
    }

    private List<SealedEvent> seal(BatchForming forming, BatchTime time) {
        if (forming.toSeal().isEmpty()) {
            return List.of();
        }
        LedgerId born = ledger.orElseGet(() -> LedgerId.of(random.next(EventHash.BYTES)));
        return sealer.seal(
                forming.toSeal(),
                head.orElseGet(() -> ChainHead.beforeFirst(born)),
                time.get(),
                born,
                new BatchSigning(forming.signers(), signing));
    }

    private Optional<AppendAnswer> refusalOfAll() {
        if (poison.get().isEmpty() && isTooFarBehind()) {
            stage.nudge();
        }
        if (poison.get().isPresent()) {
            return poison.get().map(Poison::answer);
        }
        return isTooFarBehind() ? Optional.of(tooFarBehind()) : Optional.empty();
    }

    private boolean isTooFarBehind() {
        return stage.behind().isPresent() && pending.isBeyond(bounds.eventsMax(), bounds.bytesMax());
    }

    private AppendAnswer tooFarBehind() {
        return new AppendAnswer.StoreTooFarBehind(
                pending.count(),
                "the store is behind by " + pending.count() + " events, and at most " + bounds.eventsMax()
                        + " events or "
                        + bounds.bytesMax() + " bytes may be pending: "
                        + stage.behind().orElse("it is catching up")
                        + ". Nothing was written. Next: let the store be written again, then append once more");
    }

    private void write(Formed formed, Answering answering, BooleanSupplier moreWaits) {
        List<SealedEvent> batch = formed.events();
        if (formed.going().isEmpty()) {
            return;
        }
        if (batch.isEmpty()) {
            stage.take(new ForcedBatch(List.of(), formed.going()), moreWaits);
            return;
        }
        Optional<Function<DraftedEvent, AppendAnswer>> failure = append(batch);
        if (failure.isPresent()) {
            formed.going().forEach(go -> answering.fail(go, formed.drafts(), failure.get(), stage.behind()));
            return;
        }
        head = Optional.of(batch.get(batch.size() - 1).asHead());
        LedgerId born = ledger.orElseGet(() -> new LedgerId(batch.get(0).previousHash()));
        ledger = Optional.of(born);
        if (formed.going().stream().anyMatch(go -> go.request().said().isPresent())) {
            batch.forEach(event -> gate.keys().saw(event, born));
        }
        pending.add(batch, log.position());
        stage.take(new ForcedBatch(batch, formed.going()), moreWaits);
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
            return stopped(message, new AppendAnswer.LogReplaced(message));
        } catch (OutOfSequenceException outOfSequence) {
            String message = String.valueOf(outOfSequence.getMessage());
            return stopped(message, new AppendAnswer.NotWritten(message));
        } catch (LogOutcomeUnknownException unknown) {
            String message = String.valueOf(unknown.getMessage());
            stop(new Poison(
                    message,
                    new AppendAnswer.NotWritten("this writer takes no more appends, since the outcome of an"
                            + " earlier one is not known: " + message
                            + ". This one was not written. Next: open the ledger again, then append it once more")));
            return Optional.of(outcomeUnknown(batch, message));
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

    private Optional<Function<DraftedEvent, AppendAnswer>> stopped(String why, AppendAnswer answer) {
        stop(new Poison(why, answer));
        return Optional.of(draft -> answer);
    }

    private void stopAtFork(ForkException fork) {
        String message = String.valueOf(fork.getMessage());
        stop(new Poison(message, new AppendAnswer.Forked(fork.at(), message)));
    }

    /** The first reason stays. */
    private void stop(Poison reason) {
        poison.updateAndGet(first -> first.or(() -> Optional.of(reason)));
    }
}
