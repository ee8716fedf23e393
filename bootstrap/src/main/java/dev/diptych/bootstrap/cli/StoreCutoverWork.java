package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.StoreCutoverStage;
import dev.diptych.ports.driving.StoreCutoverWatch;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Shows how far a cutover to another store is, and waits for the ledger; a signal ends both. */
final class StoreCutoverWork implements StoreCutoverWatch, AutoCloseable {
    private static final long MILLIS_BETWEEN_TRIES = 500;
    private static final int TRIES_BETWEEN_LINES = 20;

    private final Console console;
    private final boolean waits;
    private Optional<LongWork> work = Optional.empty();
    private String task = "cutting over";
    private OptionalLong holderSaid = OptionalLong.empty();
    private long distanceSaid = -1;
    private long tries;

    StoreCutoverWork(Console console, boolean waits) {
        this.console = console;
        this.waits = waits;
    }

    @Override
    public void begins(StoreCutoverStage stage) {
        close();
        task = switch (stage) {
            case COPY -> "copying";
            case VERIFY -> "verifying";
            case WAIT -> "cutting over";
        };
        requireNotStopped();
        if (stage != StoreCutoverStage.WAIT) {
            work = Optional.of(LongWork.begin(console, task, "events", 1));
        }
    }

    @Override
    public void reached(long done, long ofAbout) {
        requireNotStopped();
        work.ifPresent(shown -> shown.reached(done, ofAbout));
    }

    @Override
    public boolean waitFor(OptionalLong holder, long distance) {
        if (!waits) {
            return false;
        }
        boolean isNews = tries == 0 || !holder.equals(holderSaid);
        if (isNews || tries % TRIES_BETWEEN_LINES == 0 && distance != distanceSaid) {
            holderSaid = holder;
            distanceSaid = distance;
            console.say(String.format(
                    Locale.ROOT,
                    "waiting: %s holds the ledger; the new store has all but %,d of its events. Stop that process to cut"
                            + " over",
                    holder.isPresent() ? "process " + holder.getAsLong() : "another process",
                    distance));
        }
        tries++;
        if (console.stop().waitFor(MILLIS_BETWEEN_TRIES)) {
            throw new StoppedException(task);
        }
        return true;
    }

    @Override
    public void close() {
        work.ifPresent(LongWork::close);
        work = Optional.empty();
    }

    private void requireNotStopped() {
        if (console.stop().isAsked()) {
            throw new StoppedException(task);
        }
    }
}
