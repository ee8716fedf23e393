package dev.diptych.ports.driven;

import java.util.Optional;

/**
 * The store, held by its one writer: the side that is queried.
 *
 * <p>Ordinary transactions need not survive a power cut: the log is durable before, and the next opening rolls the store
 * forward. They survive the death of the process. Interrupting a thread that
 * calls does not harm the store. After {@link #close} every method but {@code close} throws
 * {@link IllegalStateException}. A store whose medium failed is broken: every method but {@code close} then throws {@link
 * StoreFailedException}.
 */
public interface QueryStore extends StoreReader, BoundTransactions {
    /**
     * Runs {@code work} in one transaction: committed when it returns, rolled back when it throws, and what it throws is
     * passed on. Writers wait for one another within this store. Not to be nested.
     *
     * @throws StoreBusyException if another writer kept the store for too long; nothing was changed
     * @throws StoreFailedException if the store refused or failed. Nothing was changed, unless COMMIT itself failed, in
     *     which case reading tells
     */
    <T> T inTransaction(StoreWork<T> work);

    /**
     * Enters a transaction that the caller began on a connection of its own to this very store, and will end itself.
     * Nothing here ever commits it or rolls it back, and nothing vouches for its end: rows inserted in it are read again,
     * in a transaction of the store's own, once the caller has ended it.
     *
     * @param callersTransaction what the adapter's documentation names: for SQLite a Jdbi {@code Handle} or a JDBC
     *     connection
     * @throws NotOurTransactionException if it is none of these, is not in a transaction, or is not on this store
     */
    StoreTransaction join(Object callersTransaction);

    /** Looks for inner damage of the store's files. Time grows with their size. Empty if there is none. */
    Optional<String> integrityProblem();

    /**
     * Closes all connections; what was committed is then in the files. A second call does nothing.
     *
     * @throws IllegalStateException if this thread is in a transaction on the store; it stays open
     * @throws StoreFailedException if that could not be done properly
     */
    @Override
    void close();

    /**
     * What is to be done in one transaction.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    interface StoreWork<T> {
        T in(StoreTransaction transaction);
    }
}
