package dev.diptych.ports.driven;

import java.util.function.Function;

/** How opening a log for writing ended. */
public sealed interface LogOpening {
    <R> R fold(Function<LogOpened, R> opened, Function<LogRefused, R> refused);

    /**
     * The log is held.
     *
     * @param log the log; close it
     * @param report what opening found and did
     */
    record LogOpened(DurableLog log, LogOpeningReport report) implements LogOpening {
        @Override
        public <R> R fold(Function<LogOpened, R> opened, Function<LogRefused, R> refused) {
            return opened.apply(this);
        }
    }

    /**
     * The log was left as it is.
     *
     * @param reason why
     */
    record LogRefused(LogRefusal reason) implements LogOpening {
        @Override
        public <R> R fold(Function<LogOpened, R> opened, Function<LogRefused, R> refused) {
            return refused.apply(this);
        }
    }
}
