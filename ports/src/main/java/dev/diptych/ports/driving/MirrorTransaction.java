package dev.diptych.ports.driving;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.EventSigner;

/** A running transaction with bound events. Used by the thread that runs it; another one is refused, and dooms it. */
public interface MirrorTransaction {
    /**
     * Makes the event durable in the log, as a bound one, and inserts its row in this transaction. Any answer but {@code
     * Recorded} dooms the transaction.
     */
    BoundAnswer append(EventDraft draft, PolicyDecision decision);

    /** The same, signed. */
    BoundAnswer appendSigned(EventDraft draft, PolicyDecision decision, EventSigner signer);

    /** Mirrors a sealed event of this ledger in this transaction. A refusal dooms the transaction. */
    MirrorSingleEventOutcome mirror(SealedEvent event);

    /**
     * The door to the storage library, for statements of the caller's own in this transaction. What it gives refuses to commit,
     * roll back, close or attach, and refuses everything once the transaction is doomed or over.
     *
     * @param type what the store's adapter documents: for SQLite a Jdbi {@code Handle} or a JDBC {@code Connection}
     * @throws IllegalArgumentException if the adapter has no such thing
     */
    <T> T unwrap(Class<T> type);

    /** Nothing of this transaction is kept, because of {@code why}. The first reason counts. */
    void doom(String why);
}
