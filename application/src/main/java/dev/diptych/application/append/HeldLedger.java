package dev.diptych.application.append;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.AppendAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The turn to write, held for one transaction: nothing is pending, and nobody else appends until it is given back. Appends
 * bound events, and tells their outcome. One thread at a time; {@link #refuseWaiting} by any.
 */
public final class HeldLedger {
    private final AppendPipeline pipeline;
    private final RequestIntake intake;
    private final BoundWriter writer;
    private final Outcomes outcomes;
    private final EventTime since;
    private final List<SealedEvent> run = new ArrayList<>();
    private boolean isDecided;
    private boolean givenBack;

    HeldLedger(AppendPipeline pipeline, RequestIntake intake, BoundWriter writer, Outcomes outcomes, EventTime since) {
        this.pipeline = pipeline;
        this.intake = intake;
        this.writer = writer;
        this.outcomes = outcomes;
        this.since = since;
    }

    /** The newest event of the log; empty while the ledger is unborn. */
    public Optional<ChainHead> head() {
        return writer.end().head();
    }

    /** The ledger's id; there is one as soon as an event was appended. */
    public Optional<LedgerId> ledger() {
        return writer.end().ledger();
    }

    /** Since when it is held. */
    public EventTime since() {
        return since;
    }

    /** The bound events that are durable, in their order. */
    public List<SealedEvent> events() {
        return List.copyOf(run);
    }

    /** The run of bound events, of which there must be one. */
    public BoundRun run() {
        return new BoundRun(run);
    }

    /**
     * Appends a bound event to the log.
     *
     * @param rows looks for an id among the rows that the transaction sees
     */
    public BoundAppend append(
            EventDraft draft,
            PolicyDecision decision,
            Optional<EventSigner> signer,
            Function<EventId, Optional<StoredRow>> rows) {
        return written(writer.append(intake.takeBound(draft, decision, signer), run, rows));
    }

    /** Appends a bound event for a transaction that the mirror does not see. */
    public BoundAppend append(EventDraft draft, PolicyDecision decision) {
        return append(draft, decision, Optional.empty(), writer::row);
    }

    /** Appends a boundary to the log, as a bound event of the ledger's own. */
    public BoundAppend appendBoundary(
            SchemaCutover boundary, PolicyDecision decision, Function<EventId, Optional<StoredRow>> rows) {
        return written(writer.append(intake.takeBoundary(boundary, decision), run, rows));
    }

    private BoundAppend written(BoundAppend answer) {
        if (answer instanceof BoundAppend.Durable durable) {
            run.addAll(durable.batch());
        }
        return answer;
    }

    /**
     * Tells how the run ended, which must be certain, in the log and then in the store.
     *
     * @return why the log does not tell it yet, or the store has not got it; empty if both copies have it
     */
    public Optional<String> tell(TransactionOutcome outcome, DecidedBy decidedBy) {
        BoundRun whole = run();
        Optional<String> outcomePending = outcomes.tell(whole, OutcomeRecord.of(whole, outcome, decidedBy));
        isDecided = true;
        return outcomePending;
    }

    /** From now on this writer writes nothing: how the run ended is not known, and only the next opening can find out. */
    public void stopUnsettled(String why) {
        writer.end()
                .stop(new LogEnd.Poison(
                        why,
                        new AppendAnswer.NotWritten(
                                "this writer takes no more appends: " + why + ". This one was not written")));
    }

    /** From now on this writer writes nothing: the copies contradict each other. */
    public void stopAtFork(Sequence at, String why) {
        writer.end().stopAtFork(at, why);
    }

    /** Refuses those who wait for this to be given back, and who come until it is: its time is over. */
    public void refuseWaiting() {
        pipeline.refuseWaiting("the ledger is held by a transaction since " + since + ", whose time is over");
    }

    /**
     * Gives the turn back. A second call does nothing. Behind a run of which nothing was told, nothing more is written: only a
     * fault of this program leaves one.
     */
    public void giveBack() {
        if (!givenBack) {
            givenBack = true;
            if (!run.isEmpty() && !isDecided) {
                stopUnsettled(
                        "how the " + run() + " ended was not found out. Next: open the ledger again, which settles it");
            }
            pipeline.giveBack();
        }
    }
}
