package dev.diptych.ports.driving;

/**
 * An event that is durable in the log and undecided, until the caller's transaction has ended and this is settled. As long as
 * that is not so, nobody appends. One thread at a time, which need not be the one that bound it.
 */
public interface BoundEvent {
    /** What it is in the log. */
    AppendReceipt receipt();

    /**
     * Inserts its row in a transaction that the caller began on a connection of its own, and ends itself: nothing here commits
     * it or rolls it back.
     *
     * @param callersTransaction what the store's adapter documents: for SQLite a Jdbi {@code Handle} or a JDBC
     *     {@code Connection}
     * @throws dev.diptych.ports.driven.NotOurTransactionException if it is none of these, is not in a transaction, or is not on
     *     this store
     * @throws IllegalStateException if it is settled
     */
    MirrorSingleEventOutcome mirrorInto(Object callersTransaction);

    /**
     * Finds out, from the row, how the caller's transaction ended, makes that final, and tells it in the log. To be called once
     * the caller has committed or rolled back. Once it is settled, again the same answer.
     */
    SettleAnswer settle();
}
