package dev.diptych.ports.driving;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How a cutover in place ended. */
public sealed interface CutoverAnswer {
    /** Handles every answer. */
    <R> R fold(Cases<R> cases);

    /**
     * All of it happened, durably, and the log tells it. Both copies were verified afterwards; see {@link
     * CutoverReport#isClean}.
     */
    record CutOver(CutoverReport report) implements CutoverAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.cutOver().apply(this);
        }
    }

    /** The newest boundary that was committed is one of this very plan: both copies were verified, and nothing was changed. */
    record AlreadyCommitted(CutoverReport report) implements CutoverAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.alreadyCommitted().apply(this);
        }
    }

    /**
     * It was not begun: the ledger is not quiescent, or something is wrong with it, or the backup could not be made. Nothing was
     * changed.
     *
     * @param reasons at least one, in sentences
     * @param verification both copies, compared; empty if that was not come to
     */
    record Refused(List<String> reasons, Optional<VerifyReport> verification) implements CutoverAnswer {
        public Refused {
            reasons = List.copyOf(reasons);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.refused().apply(this);
        }
    }

    /**
     * Nothing of it happened: the caller's tables and the schema are as they were. It can be run again, under a boundary of its
     * own.
     *
     * @param failure what kept it from being committed
     * @param voidBoundary the boundary in the log, which is void; empty if it had not come to that
     * @param outcomePending why the log does not tell yet that it is void, or the store has not got the line that tells it;
     *     empty where both copies have it. Nothing is appended before the log tells it
     */
    record Aborted(CutoverFailure failure, Optional<AppendReceipt> voidBoundary, Optional<String> outcomePending)
            implements CutoverAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.aborted().apply(this);
        }
    }

    /**
     * The log does not tell yet how it ended, or that was not found out: all of it happened, or nothing.
     *
     * @param boundary the boundary in the log; empty if it had not come to that
     * @param isCommitted whether all of it is known to have happened
     * @param message what is known, and what the next opening does
     */
    record Unfinished(Optional<AppendReceipt> boundary, boolean isCommitted, String message) implements CutoverAnswer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.unfinished().apply(this);
        }
    }

    /**
     * What to do with each answer.
     *
     * @param <R> what that answers
     */
    record Cases<R>(
            Function<CutOver, R> cutOver,
            Function<AlreadyCommitted, R> alreadyCommitted,
            Function<Refused, R> refused,
            Function<Aborted, R> aborted,
            Function<Unfinished, R> unfinished) {}
}
