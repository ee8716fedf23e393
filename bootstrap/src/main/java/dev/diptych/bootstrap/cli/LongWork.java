package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.Progress;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on a terminal how far long work is, and shows nothing elsewhere. Gone from the screen when it is closed. */
final class LongWork implements Progress, AutoCloseable {
    private static final int COLUMNS = 80;

    private final Optional<ProgressBar> bar;
    private final Console console;
    private final String task;

    private LongWork(Console console, String task, Optional<ProgressBar> bar) {
        this.console = console;
        this.task = task;
        this.bar = bar;
    }

    /**
     * @param task what is being done
     * @param unit what is counted
     * @param unitSize how many make one unit
     */
    static LongWork begin(Console console, String task, String unit, long unitSize) {
        if (!console.errIsTerminal()) {
            return new LongWork(console, task, Optional.empty());
        }
        return new LongWork(
                console,
                task,
                Optional.of(new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(-1)
                        .setUnit(" " + unit, unitSize)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis((int) Duration.ofMillis(250).toMillis())
                        .setConsumer(new ToTerminal(console.err()))
                        .clearDisplayOnFinish()
                        .build()));
    }

    /**
     * The same, and ends the work when a signal has asked for that; for work that leaves everything sound wherever it ends.
     */
    Progress untilStopped() {
        return (done, ofAbout) -> {
            if (console.stop().isAsked()) {
                throw new StoppedException(task);
            }
            reached(done, ofAbout);
        };
    }

    @Override
    public void reached(long done, long ofAbout) {
        bar.ifPresent(shown -> {
            if (ofAbout > 0) {
                shown.maxHint(Math.max(done, ofAbout));
            }
            shown.stepTo(done);
        });
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    private record ToTerminal(Output out) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return COLUMNS;
        }

        @Override
        public void accept(String line) {
            write("\r" + line);
        }

        @Override
        public void clear() {
            write("\r\u001b[K");
        }

        @Override
        public void close() {
            clear();
        }

        private void write(String text) {
            try {
                out.bytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                out.flush();
            } catch (OutputClosedException nobodyLooks) {
                // Progress is a courtesy.
            }
        }
    }
}
