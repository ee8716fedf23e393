package dev.diptych.ports.driving;

import java.util.Locale;

/** What a cutover is at, in the order in which it comes. */
public enum CutoverStage {
    /** Compares both copies in full, while appends go on. */
    VERIFY_BEFORE,
    /** Makes and verifies the backup, while appends go on. */
    BACKUP,
    /** Nobody appends from here on; compares what was appended since. */
    FENCE,
    /** Applies a step. */
    STEP,
    /** Looks at what must be true before it is committed, then commits. */
    CHECKS,
    /** Tells the outcome in the log. */
    SETTLE,
    /** Compares both copies; appends go on again. */
    VERIFY_AFTER;

    /** As reports spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
