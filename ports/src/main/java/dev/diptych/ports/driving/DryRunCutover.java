package dev.diptych.ports.driving;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cutover in place, tried out: carried out in full on a copy of both copies, and there verified. The originals are only read,
 * beside a writer or without one; not a byte of them changes.
 */
@FunctionalInterface
public interface DryRunCutover {
    /**
     * Makes a verified backup, opens it as a ledger of its own and cuts that over.
     *
     * @param request its backup is where the copy is made and kept, with all that the cutover did to it; if it names none, the
     *     copy is made in a place for temporary files and removed again
     */
    Answer dryRun(CutoverRequest request, CutoverProgress progress);

    /** How it ended. */
    sealed interface Answer {
        <R> R fold(Function<Tried, R> tried, Function<NotTried, R> notTried);
    }

    /**
     * It was carried out on the copy.
     *
     * @param answer how it ended there
     * @param kept where the copy lies; empty if it was removed
     */
    record Tried(CutoverAnswer answer, Optional<Path> kept) implements Answer {
        @Override
        public <R> R fold(Function<Tried, R> tried, Function<NotTried, R> notTried) {
            return tried.apply(this);
        }
    }

    /**
     * There is no copy to carry it out on.
     *
     * @param message why
     * @param verification both copies, compared; empty if that was not come to
     */
    record NotTried(String message, Optional<VerifyReport> verification) implements Answer {
        @Override
        public <R> R fold(Function<Tried, R> tried, Function<NotTried, R> notTried) {
            return notTried.apply(this);
        }
    }
}
