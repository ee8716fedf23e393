package dev.diptych.domain.parity;

import java.util.Locale;

/** Which side of a mismatch is well-formed and has the event hash that the chain asks for at its sequence. */
public enum HashesToChain {
    LOG,
    STORE,
    BOTH,
    NEITHER;

    static HashesToChain of(boolean log, boolean store) {
        if (log) {
            return store ? BOTH : LOG;
        }
        return store ? STORE : NEITHER;
    }

    /** The side as reports spell it, for example {@code log}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
