package dev.diptych.ports.driving;

import dev.diptych.ports.driven.LogOpeningReport;
import java.util.function.Function;

/** How a recovery ended. */
public sealed interface RecoverAnswer {
    <R> R fold(Function<Recovered, R> recovered, Function<LogOnly, R> logOnly, Function<NotRecovered, R> notRecovered);

    /** Both copies are ready for the next writer. */
    record Recovered(OpeningReport report) implements RecoverAnswer {
        @Override
        public <R> R fold(
                Function<Recovered, R> recovered,
                Function<LogOnly, R> logOnly,
                Function<NotRecovered, R> notRecovered) {
            return recovered.apply(this);
        }
    }

    /** The log is ready; there is no store, and replay makes one. */
    record LogOnly(LogOpeningReport report) implements RecoverAnswer {
        @Override
        public <R> R fold(
                Function<Recovered, R> recovered,
                Function<LogOnly, R> logOnly,
                Function<NotRecovered, R> notRecovered) {
            return logOnly.apply(this);
        }
    }

    /** The ledger could not be taken; nothing was changed. */
    record NotRecovered(OpenRefusal refusal) implements RecoverAnswer {
        @Override
        public <R> R fold(
                Function<Recovered, R> recovered,
                Function<LogOnly, R> logOnly,
                Function<NotRecovered, R> notRecovered) {
            return notRecovered.apply(this);
        }
    }
}
