package dev.diptych.domain.parity;

import java.util.Locale;

/** How much a verification looked at, from least to most. */
public enum ParityLevel {
    /**
     * Both heads, the highest sequence and the stored position: constant time, nothing is counted and old rows are
     * not read.
     */
    QUICK,
    /** Everything after a mark that an earlier verification left; what lies before the mark is taken on trust. */
    SINCE,
    /** Every event of both copies. */
    FULL;

    /** The level as reports print it, for example {@code quick}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether evidence of this level will do where {@code required} is asked for. */
    public boolean satisfies(ParityLevel required) {
        return compareTo(required) >= 0;
    }
}
