package dev.diptych.contracts.twins;

/**
 * One thing done to a twin store, counted and named, so that a test can make each of them fail in turn. Reading is not
 * counted: a process that stops there has stopped behind the operation before.
 *
 * @param index how many came before it in this process, from 0
 * @param kind what was done
 */
public record TwinStoreOperation(long index, Kind kind) {
    /** What can be done. */
    public enum Kind {
        CREATE,
        OPEN,
        BEGIN,
        BEGIN_BOUND,
        INSERT,
        INSERT_VOID,
        ADOPT,
        PIN,
        UNPIN,
        MOVE_TO,
        IDENTIFY,
        RAISE_EPOCH,
        /** Values of a caller's own. */
        PUT,
        COMMIT,
        COMMIT_BOUND,
        ROLL_BACK_BOUND,
        CHECKPOINT,
        CLOSE
    }

    @Override
    public String toString() {
        return "store operation " + index + ", " + kind;
    }
}
