package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverStage;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Shows on a terminal what a cutover is at. A signal ends it where nothing was begun yet; from the fence on it is brought to its
 * end.
 */
final class CutoverWatch implements CutoverProgress, AutoCloseable {
    private static final Set<CutoverStage> NOTHING_BEGUN = EnumSet.of(CutoverStage.VERIFY_BEFORE, CutoverStage.BACKUP);
    private static final Set<CutoverStage> OF_EVENTS =
            EnumSet.of(CutoverStage.VERIFY_BEFORE, CutoverStage.BACKUP, CutoverStage.FENCE, CutoverStage.VERIFY_AFTER);

    private final Console console;
    private Optional<LongWork> shown = Optional.empty();
    private CutoverStage stage = CutoverStage.VERIFY_BEFORE;

    CutoverWatch(Console console) {
        this.console = console;
    }

    @Override
    public void begins(CutoverStage next, String what) {
        stage = next;
        close();
        endIfAsked();
        String unit = OF_EVENTS.contains(next) ? "events" : "steps";
        shown = Optional.of(LongWork.begin(console, Reports.words(next.word()) + ": " + what, unit, 1));
    }

    @Override
    public void reached(long done, long ofAbout) {
        endIfAsked();
        shown.ifPresent(work -> work.reached(done, ofAbout));
    }

    private void endIfAsked() {
        if (NOTHING_BEGUN.contains(stage) && console.stop().isAsked()) {
            throw new StoppedException("the cutover, in which nothing was begun yet,");
        }
    }

    @Override
    public void close() {
        shown.ifPresent(LongWork::close);
        shown = Optional.empty();
    }
}
