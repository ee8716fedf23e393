package dev.diptych.domain.transaction;

import java.util.Locale;

/** Who found out how a caller's transaction ended. */
public enum DecidedBy {
    /** The mirror that the caller's transaction ran in, or that the caller told to settle it. */
    CALLER,
    /** A later opening, or whoever settled in the caller's place when the time was up. */
    RECOVERY;

    /** As payloads spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
