package dev.diptych.domain.transaction;

import dev.diptych.domain.chain.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What must be done about a run, from the lines at the end of the log, the run's rows in the store, and the pinned answer.
 *
 * <p>As long as the log tells no outcome, the rows are the only evidence: they are in the same transaction as all that the
 * caller did, so all there means committed, and none, aborted. Once the log tells one, it alone counts, because an
 * abort brings the rows too; what is missing is inserted as it says. Rows and a pinned answer can then only agree, or be wrong.
 *
 * <p>The rows must be read while the store is locked for writing. {@link SettleAs} is an answer for that moment only: before
 * an outcome line may be written, it must be pinned, and behind a crash or a failed input or output also moved out of the
 * database's own log.
 */
public sealed interface Settlement {
    /** Nothing is undecided, and nothing is missing. */
    record NothingToDecide() implements Settlement {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.nothing().get();
        }
    }

    /**
     * The log tells nothing of the run, and the rows say how it ended: pin it, and tell it.
     *
     * @param run the run
     * @param outcome what the rows say
     */
    record SettleAs(BoundRun run, TransactionOutcome outcome) implements Settlement {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.settleAs().apply(this);
        }

        /** What to write into the store before anything is told. */
        public PinnedAnswer pin() {
            return PinnedAnswer.of(run, outcome);
        }

        /** What to tell. */
        public OutcomeRecord tell(DecidedBy decidedBy) {
            return OutcomeRecord.of(run, outcome, decidedBy);
        }
    }

    /**
     * The log tells the outcome, and some of the run's rows are missing: insert them, and the outcome's, in one transaction.
     *
     * @param run the run
     * @param outcome what the log tells; the rows are void if it says so
     * @param missing the sequences of the rows that are not there; empty if only the outcome's own may be missing
     */
    record Insert(BoundRun run, OutcomeRecord outcome, List<Sequence> missing) implements Settlement {
        public Insert {
            missing = List.copyOf(missing);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.insert().apply(this);
        }
    }

    /**
     * Log and store contradict each other, or the store itself: nothing may be written to either.
     *
     * @param run the run
     * @param why as the rest of a sentence that begins with the run
     */
    record Diverged(BoundRun run, String why) implements Settlement {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.diverged().apply(this);
        }
    }

    /** The log's end is malformed, or of a version that is not known: nothing may be written behind it. */
    record Refused(RunVerdict verdict) implements Settlement {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.refused().apply(this);
        }
    }

    /** What to do in each case. */
    record Cases<T>(
            Supplier<T> nothing,
            Function<SettleAs, T> settleAs,
            Function<Insert, T> insert,
            Function<Diverged, T> diverged,
            Function<Refused, T> refused) {}

    /** Handles every answer. */
    <T> T fold(Cases<T> cases);

    /**
     * What must be done.
     *
     * @param verdict of the newest event in the log, or of the outcome that roll-forward or replay has reached
     * @param rows what the store has of the run's events, in their order; empty where there is no run
     * @param pinned what the store remembers; of another run it says nothing
     */
    static Settlement of(RunVerdict verdict, List<StoredRow> rows, Optional<PinnedAnswer> pinned) {
        return verdict.fold(
                NothingToDecide::new,
                undecided -> byRows(undecided.run(), rowsOf(undecided.run(), rows), pinned),
                decided -> byOutcome(decided, rowsOf(decided.run(), rows), pinned),
                Refused::new,
                Refused::new);
    }

    private static List<StoredRow> rowsOf(BoundRun run, List<StoredRow> rows) {
        if (rows.size() != run.count()) {
            throw new IllegalArgumentException(
                    "there must be an answer for each of the " + run + ", there were " + rows.size());
        }
        return rows;
    }

    private static Settlement byRows(BoundRun run, List<StoredRow> rows, Optional<PinnedAnswer> pinned) {
        if (rows.contains(StoredRow.VOID)) {
            return new Diverged(run, "has a void row, and the log does not tell that it was aborted");
        }
        boolean none = !rows.contains(StoredRow.HAPPENED);
        if (!none && rows.contains(StoredRow.ABSENT)) {
            long there = rows.stream().filter(row -> row == StoredRow.HAPPENED).count();
            return new Diverged(
                    run, "has " + there + " rows of " + run.count() + ", and one transaction wrote all or none");
        }
        TransactionOutcome outcome = none ? TransactionOutcome.ABORTED : TransactionOutcome.COMMITTED;
        return contradiction(run, outcome, pinned, "the rows say ").orElseGet(() -> new SettleAs(run, outcome));
    }

    private static Settlement byOutcome(
            RunVerdict.Decided decided, List<StoredRow> rows, Optional<PinnedAnswer> pinned) {
        BoundRun run = decided.run();
        TransactionOutcome outcome = decided.outcome().outcome();
        StoredRow right = StoredRow.after(outcome);
        List<Sequence> missing = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) == StoredRow.ABSENT) {
                missing.add(run.events().get(i).sequence());
            } else if (rows.get(i) != right) {
                return new Diverged(
                        run,
                        "was " + outcome.word() + ", as the log tells at sequence " + decided.at()
                                + ", and its row at sequence "
                                + run.events().get(i).sequence()
                                + (right == StoredRow.VOID ? " is not void" : " is void"));
            }
        }
        return contradiction(run, outcome, pinned, "the log tells ")
                .orElseGet(() -> new Insert(run, decided.outcome(), missing));
    }

    private static Optional<Settlement> contradiction(
            BoundRun run, TransactionOutcome outcome, Optional<PinnedAnswer> pinned, String said) {
        return pinned.filter(pin -> pin.isOf(run) && pin.outcome() != outcome)
                .map(pin ->
                        new Diverged(run, "was settled as " + pin.outcome().word() + ", and " + said + outcome.word()));
    }
}
