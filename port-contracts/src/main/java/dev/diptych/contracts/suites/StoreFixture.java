package dev.diptych.contracts.suites;

import dev.diptych.contracts.events.RowColumn;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.Optional;

/**
 * A place for one store, and what a test does to it behind the adapter's back. Each test has a fixture of its own.
 *
 * <p>Whatever a fixture says it cannot do must throw {@link UnsupportedOperationException} when it is asked to; the suites
 * assert that.
 */
public interface StoreFixture extends AutoCloseable {
    /** The place, as the process that runs now sees it. Asked again after each {@link #kill} and {@link #powerCut}. */
    StoreProvider provider();

    /** Whether the process can die; what was committed must survive that. */
    default boolean canKill() {
        return false;
    }

    default void kill() {
        throw new UnsupportedOperationException("this fixture cannot kill the process");
    }

    /** Whether the power can fail; of what was committed since the last close, the newest commits may be gone. */
    default boolean canCutPower() {
        return false;
    }

    /**
     * @param seed chooses what survives
     */
    default void powerCut(long seed) {
        throw new UnsupportedOperationException("this fixture cannot cut the power");
    }

    /** Whether a commit can be made to fail. */
    default boolean canFailCommits() {
        return false;
    }

    /** Lets the next commit fail and have no effect. */
    default void failNextCommit() {
        throw new UnsupportedOperationException("this fixture cannot let a commit fail");
    }

    /** Whether another writer can hold the store. */
    default boolean canHoldBusy() {
        return false;
    }

    /** Lets another writer hold the store until what is returned is closed. */
    default Held holdBusy() {
        throw new UnsupportedOperationException("this fixture cannot hold the store");
    }

    /** Whether a store of the schema before the newest one can be made. */
    default boolean canMakeOutdated() {
        return false;
    }

    /** Makes a store of the schema before the newest one, as an older program did, where there is none. */
    default void createOutdated(StoreId id) {
        throw new UnsupportedOperationException("this fixture knows one schema only");
    }

    /** Begins a transaction as a caller of the mirror would, on a connection of its own. */
    CallersTransaction begin();

    /** A type that {@code unwrap} of a transaction gives. */
    Class<?> unwrapped();

    /** What a caller's own statements do inside a bound transaction of the store. */
    CallersStatements statements(StoreTransaction inside);

    /** The table in which {@link CallersStatements#put} keeps values, as {@code rowCount} knows it. */
    String callersTable();

    /** What the caller's table says of a key, as committed. */
    Optional<String> callersValue(String key);

    /** Leaves no room on the disk for anything that this bound transaction writes from now on. */
    void fillDisk(StoreTransaction inside);

    /** Makes room again. */
    void makeRoom();

    /** Writes over the pinned answer as a hand with a database shell would. No store is open then. */
    void editPinned(String text);

    /** Edits a row as a hand with a database shell would. */
    void editRow(long sequence, RowColumn column, String value);

    /** Deletes a row as a hand with a database shell would. */
    void deleteRow(long sequence);

    /** Takes the store away. No store is open then. */
    void deleteStore();

    /** Puts something there that is not Diptych's. */
    void putForeign();

    /** Makes the store that is there one of another schema version. No store is open then. */
    void setSchema(int version);

    @Override
    default void close() {}

    /** Something that is held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Statements of a caller, in a transaction that it does not own. */
    interface CallersStatements {
        /** Keeps a value in a table of the caller's own. */
        void put(String key, String value);

        /** Runs {@code work} inside a savepoint, and rolls back to that. */
        void takingBack(Runnable work);

        /** Fails at a conflict that is to be met by rolling back the transaction. */
        void conflictThatRollsBack();

        /** Commits, hidden in the text of another statement. */
        void hiddenCommit();

        /** Attaches a second database, hidden in the text of another statement. */
        void attach();
    }

    /** A transaction that a caller began and ends. */
    interface CallersTransaction {
        /** What is given to {@code join}. */
        Object given();

        void commit();

        void rollback();
    }
}
