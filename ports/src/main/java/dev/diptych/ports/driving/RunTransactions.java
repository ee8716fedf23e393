package dev.diptych.ports.driving;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.policy.PolicyDecision;

/**
 * Events inside a transaction of the caller's: all of it happens, or none, in the caller's tables, in the store and in the
 * log, whatever dies when.
 *
 * <p>The log must be first, and yet the caller may roll back. So the log tells the outcome in a line of its own, behind the
 * bound events, and until then these are undecided; a rolled-back one stays, in both copies, as void.
 *
 * <p>While a transaction runs nobody else appends: other threads wait, and the same one is refused ({@link
 * AppendAnswer.InsideTransaction}). Nothing here commits or rolls back what the mirror did not begin.
 */
public interface RunTransactions {
    /** Runs {@code work} with the mirror's own time limit. */
    default <T> TransactionAnswer<T> inTransaction(TransactionWork<T> work) {
        return inTransaction(TransactionOptions.DEFAULT, work);
    }

    /**
     * Runs {@code work} in a transaction on the store, on this thread, then commits, and tells the outcome in the log.
     *
     * <p>It is <b>doomed</b>, rolled back whatever the work then does, by: an answer of {@link MirrorTransaction#append} that
     * is not {@code Recorded}; anything thrown out of a method of {@link MirrorTransaction}, swallowed or not; anything thrown
     * out of the work; a commit or rollback that the mirror did not issue (a full disk rolls back inside the database); a second
     * database that is attached; the time limit; a bound row that is missing at the end (a savepoint took it).
     *
     * @return how it ended; what the work threw is in {@link TransactionAnswer.RolledBack}, an {@code Error} is passed on
     *     behind the rollback
     */
    <T> TransactionAnswer<T> inTransaction(TransactionOptions options, TransactionWork<T> work);

    /**
     * Makes an event durable in the log that belongs to a transaction of the caller's own: on a connection of its own to the
     * same store, begun before or after. Nobody appends until it is settled.
     */
    BindAnswer bind(EventDraft draft, PolicyDecision decision);
}
