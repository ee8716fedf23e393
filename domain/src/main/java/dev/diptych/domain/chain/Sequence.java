package dev.diptych.domain.chain;

/**
 * The position of an event in the chain: 1, 2, 3, without gaps. 0, {@link #NONE}, is before the first.
 *
 * @param value 0 to 2^53-1, so that every language that reads JSON reads it exactly
 */
public record Sequence(long value) implements Comparable<Sequence> {
    /** The greatest sequence, 2^53-1. */
    public static final long VALUE_MAX = (1L << 53) - 1;

    public static final Sequence NONE = new Sequence(0);
    public static final Sequence FIRST = new Sequence(1);

    public Sequence {
        if (value < 0 || value > VALUE_MAX) {
            throw new IllegalArgumentException("sequence must be from 0 to " + VALUE_MAX + ", was " + value);
        }
    }

    public static Sequence of(long value) {
        return new Sequence(value);
    }

    public Sequence next() {
        return new Sequence(Math.addExact(value, 1));
    }

    /** Whether this is before the first event. */
    public boolean isNone() {
        return value == 0;
    }

    public boolean isAfter(Sequence other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Sequence other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
