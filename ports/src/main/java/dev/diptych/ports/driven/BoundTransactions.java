package dev.diptych.ports.driven;

/**
 * A store in which somebody else's statements can run together with bound events, and in which it is found out for good
 * how such a transaction ended.
 *
 * <p>Ordinary transactions may be taken back by a power cut, because the log is durable before them. A bound transaction
 * may not: its rows are what tells whether it was committed. So it is forced at COMMIT, and its end is answered, not
 * thrown.
 *
 * <p>Settling what ended uncertainly: begin, read the rows and the pinned answer, {@link BoundStoreTransaction#pin},
 * commit; after a crash or a failed input or output also {@link #checkpointFully}, and read again. Only then is the answer
 * one that nothing takes back.
 */
public interface BoundTransactions {
    /**
     * Begins a transaction that holds the store until it is ended. Ordinary transactions wait for that, and so does
     * another one of these; the thread that began it is refused both.
     *
     * @throws StoreBusyException if another writer kept the store for too long; nothing was begun
     * @throws StoreFailedException if the store failed, or did so before; nothing was begun
     * @throws IllegalStateException if this thread is in a transaction on this store, or the store is closed
     */
    BoundStoreTransaction beginBound();

    /**
     * The same without enforcing references between tables while it runs, for work that makes a table anew: dropping the old
     * one would take the rows with it that refer to it. {@link BoundStoreTransaction#brokenReferences} must be empty when it
     * is committed, or it is doomed.
     *
     * @throws StoreBusyException as {@link #beginBound}
     * @throws StoreFailedException as {@link #beginBound}
     * @throws IllegalStateException as {@link #beginBound}
     */
    BoundStoreTransaction beginBoundWithoutReferences();

    /**
     * Whether others than this store may write where it lies: then a force of theirs can have failed unseen, and a COMMIT that
     * returned is to be settled like an uncertain one.
     */
    boolean isShared();

    /**
     * Moves everything that was committed out of the database's own log, forces it, begins that log anew and forces its first
     * frames. What is read afterwards stays, even where an earlier force had failed, and nothing older can come back.
     *
     * @throws StoreBusyException if a reader of an older state or another writer was in the way for too long; to be tried
     *     again
     * @throws StoreFailedException if it failed; the store is then broken, see {@link BoundEnd.Uncertain}
     * @throws IllegalStateException if this thread is in a transaction on this store, or the store is closed
     */
    void checkpointFully();
}
