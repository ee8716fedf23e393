package dev.diptych.ports.driving;

import dev.diptych.domain.chain.SealedEvent;

/** Mirrors exactly one sealed event of this ledger into the store. */
public interface MirrorEvent {
    /**
     * Mirrors the event in a transaction of its own, committed when this returns.
     *
     * <p>Presence is judged first, at any sequence. It is inserted only if it is the store's next and the log's durable
     * line at its sequence is this very event. The stored position is left alone.
     */
    MirrorSingleEventOutcome mirrorSealedEvent(SealedEvent event);

    /**
     * The same inside a transaction that the caller began on a connection of its own, and ends itself: nothing here
     * commits it or rolls it back. {@code Inserted} holds only if that transaction commits. While it runs it keeps other
     * writers from the store, so that an append meanwhile ends in {@code MirrorPending}.
     *
     * @param callersTransaction what the store's adapter documents: for SQLite a Jdbi {@code Handle} or a JDBC
     *     connection
     * @throws dev.diptych.ports.driven.NotOurTransactionException if it is none of these, is not in a transaction, or is
     *     not on this store
     */
    MirrorSingleEventOutcome mirrorSealedEvent(SealedEvent event, Object callersTransaction);
}
