package dev.diptych.domain.policy;

import java.util.Locale;

/**
 * What a policy says about an append, from weakest to strongest.
 *
 * <p>The order is a lattice in which {@link #strongest} is the join: associative, commutative, idempotent, with
 * {@link #ALLOW} as its neutral element. So the outcome of a composition depends neither on order nor on repetition.
 */
public enum PolicyOutcome {
    ALLOW,
    /** Append, and somebody should look. */
    WARN,
    /** Append although a policy refused, because an authorisation opened it. Only a composition produces it. */
    BREAK_GLASS,
    /** Refuse; the draft is to be put aside and looked at. */
    QUARANTINE,
    REJECT;

    /** The outcome as reports print it, for example {@code break_glass}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stronger of the two. */
    public PolicyOutcome strongest(PolicyOutcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Whether an append with this outcome is refused. */
    public boolean refuses() {
        return this == QUARANTINE || this == REJECT;
    }
}
