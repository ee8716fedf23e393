package dev.diptych.ports.driving;

import java.util.function.Function;

/** How a replay ended. */
public sealed interface ReplayAnswer {
    <R> R fold(Function<Replayed, R> replayed, Function<Stopped, R> stopped, Function<NotBegun, R> notBegun);

    /** The store has every decided event of the log. */
    record Replayed(ReplayReport report) implements ReplayAnswer {
        @Override
        public <R> R fold(
                Function<Replayed, R> replayed, Function<Stopped, R> stopped, Function<NotBegun, R> notBegun) {
            return replayed.apply(this);
        }
    }

    /**
     * Replay met what it must not pass. What was inserted before is sound and stays.
     *
     * @param refusal why and where
     */
    record Stopped(ReplayReport report, OpenRefusal refusal) implements ReplayAnswer {
        @Override
        public <R> R fold(
                Function<Replayed, R> replayed, Function<Stopped, R> stopped, Function<NotBegun, R> notBegun) {
            return stopped.apply(this);
        }
    }

    /** The ledger could not be taken; nothing was changed. */
    record NotBegun(OpenRefusal refusal) implements ReplayAnswer {
        @Override
        public <R> R fold(
                Function<Replayed, R> replayed, Function<Stopped, R> stopped, Function<NotBegun, R> notBegun) {
            return notBegun.apply(this);
        }
    }
}
