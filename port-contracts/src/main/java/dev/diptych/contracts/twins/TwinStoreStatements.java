package dev.diptych.contracts.twins;

import java.util.Optional;

/**
 * The door that {@code unwrap} of a twin's bound transaction opens: what a caller's statements can do to a transaction
 * that it does not own. Each is refused once the transaction is doomed or over.
 */
public interface TwinStoreStatements extends TwinCallersValues {
    /** Keeps a value in the caller's own table. */
    @Override
    void put(String key, String value);

    @Override
    Optional<String> get(String key);

    @Override
    void remove(String key);

    /** Runs {@code work} inside a savepoint, and takes back what it did. */
    void takingBack(Runnable work);

    /** Fails as a statement with {@code ON CONFLICT ROLLBACK} does, which rolls the whole transaction back. */
    void conflictThatRollsBack();

    /** Commits by a statement that hid it. */
    void hiddenCommit();

    /** Attaches a second database. */
    void attach();
}
