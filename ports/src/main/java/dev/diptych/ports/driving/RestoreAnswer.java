package dev.diptych.ports.driving;

import java.util.List;
import java.util.function.Function;

/** How restoring ended. */
public sealed interface RestoreAnswer {
    <R> R fold(Function<Restored, R> restored, Function<NotRestored, R> notRestored);

    /** The backup is in its place, durably. */
    record Restored(RestoreReport report) implements RestoreAnswer {
        @Override
        public <R> R fold(Function<Restored, R> restored, Function<NotRestored, R> notRestored) {
            return restored.apply(this);
        }
    }

    /**
     * The ledger is as it was, but for a restore that was begun before and whose commit point lies behind it.
     *
     * @param reason what kind of thing is wrong
     * @param details one sentence for each file or finding that is wrong, at most a thousand
     * @param message what is wrong, where, what was changed, and what to do next, in full sentences
     */
    record NotRestored(Reason reason, List<String> details, String message) implements RestoreAnswer {
        public NotRestored {
            details = List.copyOf(details);
        }

        @Override
        public <R> R fold(Function<Restored, R> restored, Function<NotRestored, R> notRestored) {
            return notRestored.apply(this);
        }
    }

    /** Why nothing was restored. */
    enum Reason {
        /** There is no backup, or it has no manifest. */
        NO_BACKUP,
        /** The backup is not what its manifest says, or what it holds is not sound. */
        BACKUP_DAMAGED,
        /** The backup, or the ledger, holds what only a newer program understands. */
        UNKNOWN_VERSION,
        /** The backup is of another ledger, or of another history of this one. */
        FORK,
        /** The store of the backup is from before a cutover that the log, which stays, says was committed. */
        PREDATES_CUTOVER,
        /** Acknowledged events would be lost, and not so many may be. */
        WOULD_LOSE_EVENTS,
        /** The log that is to stay is missing, damaged, or ends before the backup does. */
        LOG_UNFIT,
        /** Another writer holds the ledger. */
        LEDGER_LOCKED,
        /** Another restore was begun here and not finished. */
        OTHER_RESTORE_BEGUN,
        /** A medium failed, is full, or may not be used, or an adapter cannot restore. */
        UNAVAILABLE
    }
}
