package dev.diptych.ports.driving;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * A cutover in place, tried out: carried out in full on a copy of both copies, and there verified. The originals are only read,
 * beside a writer or without one; not a byte of them changes.
 */
public interface DryRunCutover {
    /**
     * Makes a verified backup, opens it as a ledger of its own and cuts that over.
     *
     * @param request its own backup is not made
     * @param copy where the copy is made: a directory that is empty or not there. It stays, with all that the cutover did to it,
     *     and is then no backup any more
     */
    Answer dryRun(CutoverRequest request, Path copy, CutoverProgress progress);

    /** The same with the upgrade of an outdated store. */
    Answer dryRunUpgrade(UpgradeStore.Request request, Path copy, CutoverProgress progress);

    /** How it ended. */
    sealed interface Answer {
        /** Handles every answer. */
        <R> R fold(Cases<R> cases);
    }

    /**
     * It was carried out on the copy.
     *
     * @param request what was carried out
     * @param answer how it ended there
     */
    record Tried(CutoverRequest request, CutoverAnswer answer) implements Answer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.tried().apply(this);
        }
    }

    /** The store is up to date; no copy was made. */
    record NothingToDo() implements Answer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.nothingToDo().apply(this);
        }
    }

    /** There is no copy to carry it out on. */
    record NotCopied(BackUpAnswer.NotBackedUp why) implements Answer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notCopied().apply(this);
        }
    }

    /** The copy could not be taken, and the original could not either. */
    record NotOpened(OpenRefusal refusal) implements Answer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notOpened().apply(this);
        }
    }

    /**
     * What to do with each answer.
     *
     * @param <R> what that answers
     */
    record Cases<R>(
            Function<Tried, R> tried,
            Function<NothingToDo, R> nothingToDo,
            Function<NotCopied, R> notCopied,
            Function<NotOpened, R> notOpened) {}
}
