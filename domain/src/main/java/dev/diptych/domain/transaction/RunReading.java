package dev.diptych.domain.transaction;

import dev.diptych.domain.chain.SealedEvent;
import java.util.Optional;

/**
 * Judges the transactions of a log for whoever verifies it, and goes on behind damage.
 *
 * <p>It is fed every line of the log in order, and hands the sound ones to a {@link RunWalk}. Where an event is missing or
 * cannot be read, the order is <em>broken</em>: the run before may have its outcome there, and a run behind may begin there.
 * So the run that was open is given up, and bound events and the first one that is not bound are not judged. The damage
 * itself is another finding, which is not told twice.
 *
 * <p>Makes no object for an event that belongs to no transaction. One thread at a time.
 */
public final class RunReading {
    private final Told told;
    private RunWalk walk;
    private long last;
    private boolean broken;

    /** Is told what became of the bound events that were in a run. Each is told of once, before the next run begins. */
    public interface Told {
        /** The run has its outcome, which fits. */
        void decided(TransactionOutcome outcome);

        /** Nothing will be known of the run any more. */
        void givenUp();
    }

    private RunReading(RunWalk walk, long last, boolean broken, Told told) {
        this.walk = walk;
        this.last = last;
        this.broken = broken;
        this.told = told;
    }

    /** A reading of a whole log. */
    public static RunReading fromStart(Told told) {
        return new RunReading(RunWalk.fromStart(), 0, false, told);
    }

    /**
     * A reading of what lies behind an event that is known not to be bound, so that no run is open there.
     *
     * @param known its sequence
     */
    public static RunReading behind(long known, Told told) {
        return new RunReading(RunWalk.behind(known), known, false, told);
    }

    /**
     * A reading that may begin inside a run, which is then not judged.
     *
     * @param known the sequence of the event before
     */
    public static RunReading amid(long known, Told told) {
        return new RunReading(RunWalk.behind(known), known, true, told);
    }

    /** The next line, which is sound. Answers what is wrong with it among its neighbours, if anything is. */
    public Optional<RunVerdict.Malformed> sound(SealedEvent event) {
        long sequence = event.sequenceValue();
        if (sequence != last + 1) {
            breakOff();
        }
        last = sequence;
        if (broken) {
            broken = event.isBound();
            walk = broken ? walk : RunWalk.after(event);
            return Optional.empty();
        }
        boolean wasOpen = walk.isOpen();
        RunVerdict verdict = walk.next(event);
        if (verdict instanceof RunVerdict.Decided decided) {
            told.decided(decided.outcome().outcome());
        } else if (verdict instanceof RunVerdict.Malformed malformed) {
            giveUp(wasOpen);
            return Optional.of(malformed);
        } else if (verdict instanceof RunVerdict.UnknownVersion) {
            giveUp(wasOpen);
        }
        return Optional.empty();
    }

    /** The next line, which is not sound: whatever event it was. */
    public void unsound() {
        breakOff();
    }

    /** Whether the event fed last is of a run of which will be told. */
    public boolean isInRun() {
        return !broken && walk.isOpen();
    }

    /** The run that the log leaves without an outcome, where nothing unreadable lies behind it. */
    public Optional<BoundRun> open() {
        return broken ? Optional.empty() : walk.undecided();
    }

    private void breakOff() {
        giveUp(isInRun());
        broken = true;
    }

    private void giveUp(boolean wasOpen) {
        if (wasOpen) {
            told.givenUp();
        }
    }
}
