package dev.diptych.ports.driving;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings a store of an older schema up to the one that this program writes, by a cutover in place of the steps that the store's
 * adapter gives. Takes the ledger for itself while it runs. Interrupted anywhere it is gone on with by running it again.
 */
public interface UpgradeStore {
    /** The name of the plan is this, and the schema behind it: {@code diptych.store/2}. */
    String PLAN = "diptych.store/";

    /**
     * What would be done; empty if the store is up to date. Writes nothing.
     *
     * @throws dev.diptych.ports.driven.PortException if there is no store, or it cannot be read
     */
    Optional<Upgrade> outline(Request request);

    /** Opens the ledger, cuts its store over, closes it, opens it again as any writer would, and verifies. */
    Answer upgrade(Request request, CutoverProgress progress);

    /**
     * @param operator who answers for it
     * @param backup as in {@link CutoverRequest}
     * @param timeMax as in {@link CutoverRequest}
     */
    record Request(String operator, Optional<Path> backup, Duration timeMax) {
        public static Request by(String operator) {
            return new Request(operator, Optional.empty(), CutoverRequest.TIME_MAX_DEFAULT);
        }

        public Request withBackup(Path directory) {
            return new Request(operator, Optional.of(directory), timeMax);
        }

        public Request withoutBackup() {
            return new Request(operator, Optional.empty(), timeMax);
        }

        public Request withTimeMax(Duration given) {
            return new Request(operator, backup, given);
        }
    }

    /**
     * What is to be done.
     *
     * @param from the schema that the store has
     * @param to the schema that it will have
     * @param cutover the cutover that does it
     */
    record Upgrade(int from, int to, CutoverRequest cutover) {}

    /** How it ended. */
    sealed interface Answer {
        <R> R fold(Function<NothingToDo, R> nothingToDo, Function<Tried, R> tried, Function<NotOpened, R> notOpened);
    }

    /**
     * The store is up to date.
     *
     * @param schema the schema that it has
     * @param verification both copies, compared, where an earlier upgrade had not come to that: what it left undecided was
     *     settled; empty where there was nothing of that kind
     */
    record NothingToDo(int schema, Optional<VerifyReport> verification) implements Answer {
        @Override
        public <R> R fold(
                Function<NothingToDo, R> nothingToDo, Function<Tried, R> tried, Function<NotOpened, R> notOpened) {
            return nothingToDo.apply(this);
        }
    }

    /**
     * The cutover was tried.
     *
     * @param from the schema that the store had
     * @param to the schema that it has if the cutover was committed
     * @param answer how it ended
     */
    record Tried(int from, int to, CutoverAnswer answer) implements Answer {
        @Override
        public <R> R fold(
                Function<NothingToDo, R> nothingToDo, Function<Tried, R> tried, Function<NotOpened, R> notOpened) {
            return tried.apply(this);
        }
    }

    /** The ledger could not be taken; nothing was changed but what opening mends. */
    record NotOpened(OpenRefusal refusal) implements Answer {
        @Override
        public <R> R fold(
                Function<NothingToDo, R> nothingToDo, Function<Tried, R> tried, Function<NotOpened, R> notOpened) {
            return notOpened.apply(this);
        }
    }
}
