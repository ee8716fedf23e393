package dev.diptych.domain.transaction;

/** What the store has of one bound event. A row that differs from its line is a fork, and judged before. */
public enum StoredRow {
    /** No row. */
    ABSENT,
    /** Its row, not void. */
    HAPPENED,
    /** Its row, void. */
    VOID;

    /** The row of an event whose transaction ended so. */
    static StoredRow after(TransactionOutcome outcome) {
        return outcome.isVoiding() ? VOID : HAPPENED;
    }
}
