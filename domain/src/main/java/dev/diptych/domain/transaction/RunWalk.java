package dev.diptych.domain.transaction;

import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.OwnTypes;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.policy.BrokenGlassRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the transactions in a log: it is fed the log's sound events, in their order, and says of each what it is. Replay,
 * opening and verification use it.
 *
 * <pre>
 *   o   o   b   b   C   o   b   A   b
 *           '---'---'       '---'   '--- undecided: the log ends here, or nothing was told yet
 *            run  outcome
 * </pre>
 *
 * <p>A run is one or more bound events behind each other, and the next event behind them tells its outcome. A bound event is
 * a batch of its own, or the second of two in a batch whose first is the record, bound too, of the glass that was broken for
 * it. Nothing else comes between, so a run that is not the last thing in the log has its outcome, or the log is
 * malformed.
 *
 * <p>What a writer does stops at the first verdict that is malformed or of an unknown version. A reader may go on: the run
 * that was open is given up, and a bound event, even the one at fault, begins the next.
 *
 * <p>Does not judge lines alone, links, or whole batches: {@code ChainWalk} does. Keeps one run. One thread at a time.
 */
public final class RunWalk {
    private static final RunVerdict OUTSIDE = new RunVerdict.Outside();
    private static final String AN_OUTCOME = "a bound event, or the outcome of those before";

    private final List<SealedEvent> open = new ArrayList<>();
    private Optional<OutcomeRecord> told = Optional.empty();
    private long last;

    private RunWalk(long last) {
        this.last = last;
    }

    /** A walk over a whole log. */
    public static RunWalk fromStart() {
        return new RunWalk(0);
    }

    /**
     * A walk over what lies behind a known event, which must not be bound: else the walk would begin inside a run, and take
     * the rest of it for all of it. A store never moves its position onto a bound event.
     */
    public static RunWalk after(SealedEvent known) {
        if (known.isBound()) {
            throw new IllegalArgumentException("a walk must not begin behind a bound event, was to begin behind "
                    + known + ": begin before its run");
        }
        RunWalk walk = new RunWalk(known.sequenceValue());
        walk.told =
                OutcomeEvent.of(known).filter(OutcomeRecord.class::isInstance).map(OutcomeRecord.class::cast);
        return walk;
    }

    /** A walk over what lies behind an event that is known not to be bound. Should it be an outcome, it is not known which. */
    static RunWalk behind(long known) {
        return new RunWalk(known);
    }

    /** What the next event is. Makes no object for an event that belongs to no transaction. */
    public RunVerdict next(SealedEvent event) {
        long expected = last + 1;
        last = event.sequenceValue();
        if (last != expected) {
            RunVerdict verdict = malformed(RunFault.GAP, event, "sequence " + expected, "sequence " + last);
            told = Optional.empty();
            return beginAgain(event, verdict);
        }
        if (!event.isBound() && !OwnTypes.isOwn(event)) {
            return ordinary(event); // Most events are, and replay meets millions: no object is made for them.
        }
        Optional<OutcomeEvent> outcome = OutcomeEvent.of(event);
        if (outcome.isPresent()) {
            return outcome(event, outcome.get());
        }
        return event.isBound() ? bound(event) : ordinary(event);
    }

    /** Whether the log, as far as it was fed, leaves a run undecided. */
    boolean isOpen() {
        return !open.isEmpty();
    }

    /** The run that the log, as far as it was fed, leaves undecided. */
    public Optional<BoundRun> undecided() {
        return open.isEmpty() ? Optional.empty() : Optional.of(new BoundRun(open));
    }

    private RunVerdict ordinary(SealedEvent event) {
        return open.isEmpty() ? OUTSIDE : givenUp(RunFault.INSIDE_A_RUN, event, AN_OUTCOME, event.toString());
    }

    private RunVerdict bound(SealedEvent event) {
        if (!isBatchOfOneAppend(event)) {
            RunVerdict verdict = malformed(
                    RunFault.BATCH_IS_SHARED,
                    event,
                    "a batch of one bound event, with the record of its broken glass if there is one",
                    "batch " + event.batch() + " with " + event);
            return beginAgain(event, verdict);
        }
        if (open.size() == BoundRun.EVENTS_MAX || bytes() + event.lineLength() > BoundRun.BYTES_MAX) {
            RunVerdict verdict = malformed(
                    RunFault.RUN_TOO_LONG,
                    event,
                    "at most " + BoundRun.EVENTS_MAX + " bound events with " + BoundRun.BYTES_MAX
                            + " bytes, then their outcome",
                    "one more: " + event);
            return beginAgain(event, verdict);
        }
        open.add(event);
        return new RunVerdict.Undecided(new BoundRun(open));
    }

    private long bytes() {
        return open.stream().mapToLong(SealedEvent::lineLength).sum();
    }

    /** Whether the event, and what of its batch came before, can be what one append of a transaction wrote. */
    private boolean isBatchOfOneAppend(SealedEvent event) {
        BatchRange batch = event.batch();
        boolean second = batch.first() < event.sequenceValue();
        if (batch.count() == 1) {
            return lastBatchIsComplete(event);
        }
        if (batch.count() > 2) {
            return false;
        }
        return second
                ? !open.isEmpty() && open.get(open.size() - 1).batch().equals(batch) && !isBrokenGlass(event)
                : isBrokenGlass(event) && lastBatchIsComplete(event);
    }

    private boolean lastBatchIsComplete(SealedEvent next) {
        return open.isEmpty()
                || open.get(open.size() - 1).batch().last() < next.batch().first();
    }

    private static boolean isBrokenGlass(SealedEvent event) {
        return event.type().value().equals(BrokenGlassRecord.EVENT_TYPE);
    }

    private RunVerdict outcome(SealedEvent event, OutcomeEvent said) {
        if (!(said instanceof OutcomeRecord outcome)) {
            RunVerdict verdict = new RunVerdict.UnknownVersion(event.sequence(), event.type(), undecided());
            open.clear();
            told = Optional.empty();
            return verdict;
        }
        if (event.isBound()) {
            return givenUp(RunFault.OUTCOME_IS_BOUND, event, "an outcome that is not bound", event.toString());
        }
        if (open.isEmpty()) {
            return withoutRun(event, outcome);
        }
        BoundRun run = new BoundRun(open);
        OutcomeRecord fitting = OutcomeRecord.of(run, outcome.outcome(), outcome.decidedBy());
        if (!outcome.equals(fitting) || event.batch().contains(run.last().value())) {
            return givenUp(
                    RunFault.OUTCOME_MISFITS,
                    event,
                    fitting.json() + " in a batch behind it",
                    outcome.json() + " in batch " + event.batch());
        }
        open.clear();
        told = Optional.of(outcome);
        return new RunVerdict.Decided(run, outcome, event.sequence());
    }

    private RunVerdict withoutRun(SealedEvent event, OutcomeRecord outcome) {
        boolean again = told.isPresent() && told.get().first().equals(outcome.first());
        return malformed(
                again ? RunFault.SECOND_OUTCOME : RunFault.OUTCOME_WITHOUT_RUN,
                event,
                again ? "one outcome for the run from " + outcome.first() : "bound events right before an outcome",
                event + " " + outcome.json());
    }

    private RunVerdict givenUp(RunFault fault, SealedEvent event, String expected, String found) {
        RunVerdict verdict = malformed(fault, event, expected, found);
        open.clear();
        return verdict;
    }

    /** The open run is given up; the event begins one if it is bound. */
    private RunVerdict beginAgain(SealedEvent event, RunVerdict verdict) {
        open.clear();
        if (event.isBound() && OutcomeEvent.of(event).isEmpty()) {
            open.add(event);
        }
        return verdict;
    }

    private RunVerdict malformed(RunFault fault, SealedEvent event, String expected, String found) {
        return new RunVerdict.Malformed(fault, event.sequence(), expected, found, undecided());
    }
}
