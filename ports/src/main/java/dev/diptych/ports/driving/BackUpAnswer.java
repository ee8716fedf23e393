package dev.diptych.ports.driving;

import dev.diptych.domain.finding.Finding;
import java.util.List;
import java.util.function.Function;

/** How backing up ended. */
public sealed interface BackUpAnswer {
    <R> R fold(Function<BackedUp, R> backedUp, Function<NotBackedUp, R> notBackedUp);

    /** The backup is there, and durable. */
    record BackedUp(BackUpReport report) implements BackUpAnswer {
        @Override
        public <R> R fold(Function<BackedUp, R> backedUp, Function<NotBackedUp, R> notBackedUp) {
            return backedUp.apply(this);
        }
    }

    /**
     * There is no backup. The ledger was not changed.
     *
     * @param reason what kind of thing is wrong
     * @param findings what is wrong with the ledger, at most a thousand; none where that is not the reason
     * @param message what is wrong, where, what was left behind, and what to do next, in full sentences
     */
    record NotBackedUp(Reason reason, List<Finding> findings, String message) implements BackUpAnswer {
        public NotBackedUp {
            findings = List.copyOf(findings);
        }

        @Override
        public <R> R fold(Function<BackedUp, R> backedUp, Function<NotBackedUp, R> notBackedUp) {
            return notBackedUp.apply(this);
        }
    }

    /** Why there is no backup. */
    enum Reason {
        /** There is no ledger, or one of its copies is missing. */
        COPY_MISSING,
        /** The target holds something, or cannot be the target. */
        TARGET_UNFIT,
        /** The ledger's copies are not in parity. */
        NOT_IN_PARITY,
        /** The log is damaged, or log and store have different events at one sequence. */
        DAMAGED,
        /** One of the copies holds what only a newer program understands. */
        UNKNOWN_VERSION,
        /** A medium failed, is full, or may not be used, or an adapter cannot copy. */
        UNAVAILABLE
    }
}
