package dev.diptych.domain.cutover;

import java.util.Locale;

/**
 * How far a cutover in place is. Derived from the newest boundary with the plan's digest and its outcome; stored nowhere, so
 * that it cannot be wrong.
 */
public enum CutoverPhase {
    /** There is no boundary of this plan. */
    NOT_BEGUN,
    /** The boundary is there, and nothing tells how its transaction ended: opening the ledger settles it. */
    UNDECIDED,
    /** The boundary is void: nothing was changed, and the plan can be run again, under a boundary of its own. */
    ABORTED,
    /** Authority has moved; what is left is to verify. */
    COMMITTED;

    /** As reports spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
