package dev.diptych.application.transaction;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driving.BoundAnswer;

/** A running transaction with bound events, for use cases of the mirror itself. Used by the thread that runs it. */
public interface OwnTransaction {
    /** The transaction on the store. Whoever uses this neither commits it nor rolls it back. */
    BoundStoreTransaction store();

    /**
     * The newest event of the log, bound or not.
     *
     * @throws IllegalStateException if the ledger has none yet
     */
    ChainHead head();

    /**
     * Makes a boundary durable in the log, as a bound event of the ledger's own, unsigned and with an id that was made for it,
     * and inserts its row in this transaction. It passes the gate like any append. Any answer but {@code Recorded} dooms the
     * transaction.
     */
    BoundAnswer appendBoundary(SchemaCutover boundary, PolicyDecision decision);
}
