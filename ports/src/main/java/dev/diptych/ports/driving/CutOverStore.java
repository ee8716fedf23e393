package dev.diptych.ports.driving;

/**
 * Moves a ledger to another store, the candidate, at any place that an adapter answers to.
 *
 * <p>The candidate is made from the log, with an identity of its own, while appends go on. The fence is the ledger's one
 * lock: whoever cuts over holds it, brings the candidate to the log's end, verifies what came since the full verification, and
 * appends one event that names the candidate. <b>The force of that event is the commit point.</b> From there on only the
 * candidate may be written; a process that opens the ledger with the store before is refused and told where to go. The store
 * before is read, and never written.
 *
 * <p>What is not finished is gone on with by asking again: a candidate that is there already is taken up if it is one, and
 * anything else at its place is refused and left as it is. Tables of a caller's own in the store before do not move.
 */
public interface CutOverStore {
    /** Cuts over. While somebody else holds the ledger, {@code watch} is asked whether to wait. */
    StoreCutoverAnswer cutOver(StoreCutoverWatch watch);

    /** Makes the candidate, or takes it up, and verifies it in full. Appends nothing, and leaves the candidate for the cutover. */
    StoreCutoverAnswer dryRun(StoreCutoverWatch watch);
}
