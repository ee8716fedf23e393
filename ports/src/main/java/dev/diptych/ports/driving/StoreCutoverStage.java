package dev.diptych.ports.driving;

import java.util.Locale;

/** What a cutover to another store is at. */
public enum StoreCutoverStage {
    /** Gives the candidate what the log has and the store before has too, while appends go on. Comes again while waiting. */
    COPY,
    /** Compares the candidate with the log, in full, while appends go on. */
    VERIFY,
    /** Asks for the ledger, and waits while somebody else holds it. */
    WAIT;

    /** As reports spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
