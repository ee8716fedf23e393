package dev.diptych.application.append;

import dev.diptych.application.MirrorParts;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventTime;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.MirrorState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
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
 * <p>Before all that, an outcome that the log did not take is told: nothing may come between a run of bound events and its
 * outcome.
 */
final class BatchWriter {
    private final LogEnd end;
    private final QueryStore store;
    private final Gatekeeper gate;
    private final InstantSource clock;
    private final PendingBounds bounds;
    private final SigningThreads signing =
            new SigningThreads(Runtime.getRuntime().availableProcessors());
    private final PendingEvents pending;
    private final MirrorStage stage;
    private final Outcomes outcomes;
    private final BoundWriter bound;

    /**
     * How much may be durable in the log and not yet in the store.
     *
     * @param eventsMax events
     * @param bytesMax bytes of their lines
     */
    record PendingBounds(int eventsMax, long bytesMax) {}

    BatchWriter(MirrorParts parts, DurableLog log, QueryStore store, Gatekeeper gate, Executor stages) {
        this.end = new LogEnd(parts, log);
        this.store = store;
        this.gate = gate;
        this.clock = parts.clock();
        this.bounds = new PendingBounds(
                parts.settings().pendingEventsMax(), parts.settings().pendingBytesMax());
        this.pending = new PendingEvents();
        this.stage = new MirrorStage(store, pending, stages, end::stopAtFork);
        this.outcomes = new Outcomes(parts, log, end, pending, stage);
        this.bound = new BoundWriter(end, store, clock, signing);
    }

    /** Writes bound events, while one transaction has the turn. */
    BoundWriter bound() {
        return bound;
    }

    /** Tells how their transactions ended. */
    Outcomes outcomes() {
        return outcomes;
    }

    /**
     * Lets all that was forced be given to the store, and what is untold be told, so that one transaction can have the turn to
     * itself.
     *
     * @return why it cannot; empty if nothing is pending
     */
    Optional<AppendAnswer> becomeQuiet() {
        stage.awaitIdle();
        Optional<AppendAnswer> refusal = refusalOfAll();
        if (refusal.isPresent()) {
            return refusal;
        }
        if (pending.count() > 0) {
            stage.nudge();
        }
        return pending.count() == 0
                ? Optional.empty()
                : Optional.of(new AppendAnswer.NotWritten("a transaction needs a store that has everything, and "
                        + pending.count() + " events are pending: "
                        + stage.behind().orElse("it is catching up")
                        + ". Nothing was written. Next: let the store be written again, then try once more"));
    }

    void start() {
        stage.start();
    }

    MirrorState state(Optional<EventTime> heldSince) {
        return new MirrorState(end.head(), pending.count(), end.poison().map(LogEnd.Poison::why), heldSince);
    }

    /** Waits until all that was forced was given to the store, or refused by it. */
    void close() {
        outcomes.tellUntold();
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
        return end.seal(forming.toSeal(), time.get(), new BatchSigning(forming.signers(), signing));
    }

    private Optional<AppendAnswer> refusalOfAll() {
        Optional<String> untold = outcomes.tellUntold();
        if (end.poison().isEmpty() && isTooFarBehind()) {
            stage.nudge();
        }
        if (end.poison().isPresent()) {
            return end.poison().map(LogEnd.Poison::answer);
        }
        if (untold.isPresent()) {
            return untold.map(why -> new AppendAnswer.NotWritten("nothing may come before an outcome, and " + why
                    + ". This one was not written. Next: append it once more"));
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
        Optional<LogEnd.Failure> failure = end.append(batch);
        if (failure.isPresent()) {
            Function<DraftedEvent, AppendAnswer> answer = draft -> LogEnd.answer(failure.get(), batch, draft);
            formed.going().forEach(go -> answering.fail(go, formed.drafts(), answer, stage.behind()));
            return;
        }
        if (formed.going().stream().anyMatch(go -> go.request().said().isPresent())) {
            LedgerId born = end.ledger().orElseThrow();
            batch.forEach(event -> gate.keys().saw(event, born));
        }
        pending.add(batch, end.position());
        stage.take(new ForcedBatch(batch, formed.going()), moreWaits);
    }
}
