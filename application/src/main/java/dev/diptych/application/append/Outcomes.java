package dev.diptych.application.append;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.settle.DecidedRun;
import dev.diptych.application.settle.OutcomeTelling;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.ports.driven.DurableLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells how transactions with bound events ended: in the log, and then in the store. What the log did not take is kept and
 * tried again before anything else is appended, because nothing may come between a run and its outcome. Used by whoever has the
 * turn to write.
 */
final class Outcomes {
    private final OutcomeTelling telling;
    private final LogEnd end;
    private final PendingEvents pending;
    private final MirrorStage stage;
    private volatile Optional<Untold> untold = Optional.empty();

    /**
     * How a run ended, which is certain, and why the log does not tell it yet.
     *
     * @param run the bound events
     * @param outcome what is to be told
     * @param why what kept it from being told
     */
    private record Untold(BoundRun run, OutcomeRecord outcome, String why) {}

    Outcomes(MirrorParts parts, DurableLog log, LogEnd end, PendingEvents pending, MirrorStage stage) {
        this.telling = new OutcomeTelling(log, parts.ids(), parts.sealing(), parts.clock());
        this.end = end;
        this.pending = pending;
        this.stage = stage;
    }

    /**
     * Tells an outcome that is certain.
     *
     * @return why the log does not tell it yet, or the store has not got it; empty if both copies have it
     */
    Optional<String> tell(BoundRun run, OutcomeRecord outcome) {
        if (end.poison().isPresent()) {
            return Optional.of(
                    "the log does not tell the outcome of the " + run + " yet, since this writer writes nothing"
                            + " more: " + end.poison().get().why() + ". Next: open the ledger again, which tells it");
        }
        List<SealedEvent> line = new ArrayList<>(1);
        Optional<LogEnd.Failure> failure = end.appendBy(() -> {
            line.add(telling.tell(outcome));
            return line;
        });
        if (failure.isPresent()) {
            return Optional.of(notTold(run, outcome, failure.get()));
        }
        untold = Optional.empty();
        pending.add(new DecidedRun(run, outcome, line.get(0)), end.position());
        stage.nudge();
        return pending.count() == 0
                ? Optional.empty()
                : Optional.of("the log tells the outcome of the " + run + " at sequence "
                        + line.get(0).sequence() + "; the store is behind: "
                        + stage.behind().orElse("it is catching up")
                        + ". The next append or opening catches up");
    }

    /**
     * Tries once more to tell what the log did not take.
     *
     * @return why nothing else may be appended; empty if nothing is untold
     */
    Optional<String> tellUntold() {
        untold.ifPresent(left -> tell(left.run(), left.outcome()));
        return untold.map(Untold::why);
    }

    /** Whether the log does not tell an outcome that is certain. Any thread. */
    boolean isUntold() {
        return untold.isPresent();
    }

    private String notTold(BoundRun run, OutcomeRecord outcome, LogEnd.Failure failure) {
        if (end.poison().isPresent()) {
            untold = Optional.empty(); // This writer tells nothing any more; the next opening does.
            return "whether the log tells the outcome of the " + run
                    + " is not known, and this writer writes nothing more: " + failure.message()
                    + ". Next: open the ledger again, which tells it";
        }
        String why = "the log does not tell the outcome of the " + run + " yet: " + failure.message()
                + ". It is tried again before anything else is appended";
        untold = Optional.of(new Untold(run, outcome, why));
        return why;
    }
}
