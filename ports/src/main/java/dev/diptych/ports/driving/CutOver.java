package dev.diptych.ports.driving;

/**
 * A cutover in place: the caller's steps and the event that tells of them, in one transaction, fenced by the ledger's one
 * writer, verified before and behind.
 *
 * <p>Nothing is written to raise the fence, and how far a cutover is is stored nowhere: it is read from the boundary event and
 * its outcome. So one that ended early, wherever, is gone on with by running it again.
 */
@FunctionalInterface
public interface CutOver {
    /**
     * Carries the plan out, in this order:
     *
     * <ol>
     *   <li>preflight, while appends go on: the store is whole, the log intact, both copies in full parity, nothing pending;
     *       a verified backup of both copies where one was asked for
     *   <li>one transaction, in which nobody appends: parity since the preflight; the epoch raised; each step applied; the
     *       boundary event, which is durable in the log from then on; each step's check, the row counts as declared, no broken
     *       reference; COMMIT, which is the commit point
     *   <li>the outcome told in the log, and both copies verified
     * </ol>
     *
     * <p>Whatever throws or disagrees before the commit point takes all of it back: the caller's tables and the schema are as
     * they were, and where the boundary was in the log already it stays as void, with the line that says so. The time limit
     * counts from the second part on.
     *
     * <p>One at a time. To be called by a thread that is in no transaction of this mirror.
     *
     * @param progress told how far it is, in this thread. What it throws ends the preflight, aborts the transaction, or, behind
     *     it, is passed on although all of it happened
     */
    CutoverAnswer cutOver(CutoverRequest request, CutoverProgress progress);

    /** The same, telling nobody how far it is. */
    default CutoverAnswer cutOver(CutoverRequest request) {
        return cutOver(request, CutoverProgress.UNSEEN);
    }
}
