package dev.diptych.domain.transaction;

/** How lines that are each sound can be wrong together: what no writer of this ledger ever leaves, whatever stops it. */
public enum RunFault {
    /** An event that is neither bound nor an outcome, behind a bound one of which nothing was told. */
    INSIDE_A_RUN,
    /** An outcome whose first sequence, count or hash is not its run's. */
    OUTCOME_MISFITS,
    /** An outcome that has no bound event before it. */
    OUTCOME_WITHOUT_RUN,
    /** An outcome for a run of which one was told already. */
    SECOND_OUTCOME,
    /** An outcome that is itself bound. */
    OUTCOME_IS_BOUND,
    /** More bound events, or bytes of them, than a transaction may have. */
    RUN_TOO_LONG,
    /** A batch that has more than one bound event, other than a record of broken glass right before its event. */
    BATCH_IS_SHARED,
    /** A sequence that is not the one before plus one. */
    GAP
}
