package dev.diptych.ports.driving;

import java.util.Optional;
import java.util.function.Function;

/** How the transaction of a {@link BoundEvent} ended. */
public sealed interface SettleAnswer {
    <R> R fold(
            Function<Committed, R> committed,
            Function<RolledBack, R> rolledBack,
            Function<StillRunning, R> stillRunning,
            Function<Unknown, R> unknown);

    /**
     * The row is there, for good: the event happened.
     *
     * @param outcomePending why the log does not tell it yet, or the store has not got the line that tells it
     */
    record Committed(AppendReceipt event, Optional<String> outcomePending) implements SettleAnswer {
        @Override
        public <R> R fold(
                Function<Committed, R> committed,
                Function<RolledBack, R> rolledBack,
                Function<StillRunning, R> stillRunning,
                Function<Unknown, R> unknown) {
            return committed.apply(this);
        }
    }

    /**
     * The row is not there, for good: the event is void.
     *
     * @param outcomePending as in {@link Committed}
     */
    record RolledBack(AppendReceipt event, Optional<String> outcomePending) implements SettleAnswer {
        @Override
        public <R> R fold(
                Function<Committed, R> committed,
                Function<RolledBack, R> rolledBack,
                Function<StillRunning, R> stillRunning,
                Function<Unknown, R> unknown) {
            return rolledBack.apply(this);
        }
    }

    /** The caller's transaction, or somebody else's, keeps the store: nothing is settled. To be called again. */
    record StillRunning(String message) implements SettleAnswer {
        @Override
        public <R> R fold(
                Function<Committed, R> committed,
                Function<RolledBack, R> rolledBack,
                Function<StillRunning, R> stillRunning,
                Function<Unknown, R> unknown) {
            return stillRunning.apply(this);
        }
    }

    /** It could not be found out; the next opening does. This writer takes no more appends. */
    record Unknown(AppendReceipt event, String message) implements SettleAnswer {
        @Override
        public <R> R fold(
                Function<Committed, R> committed,
                Function<RolledBack, R> rolledBack,
                Function<StillRunning, R> stillRunning,
                Function<Unknown, R> unknown) {
            return unknown.apply(this);
        }
    }
}
