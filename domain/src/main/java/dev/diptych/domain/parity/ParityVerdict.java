package dev.diptych.domain.parity;

import java.util.Locale;

/** What comparing log and store came to. It says nothing of the log's own health: that is a verdict of its own. */
public enum ParityVerdict {
    /** Both copies hold the same sealed events. */
    IN_PARITY,
    /** The log holds events that the store lacks, pending ones or holes, and what both hold is the same. */
    STORE_BEHIND,
    /** The store holds events that the log lacks, and what both hold is the same: the log was cut or deleted. */
    LOG_BEHIND,
    /** The copies contradict each other: an event differs, or each side lacks something. */
    DIVERGED;

    /** The verdict as reports print it, for example {@code in_parity}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
