package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.Sequence;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One file of the log, named by the sequence of its first event in 20 digits.
 *
 * @param name the file's name
 * @param first the sequence that the name says
 */
record Segment(String name, long first) implements Comparable<Segment> {
    private static final String SUFFIX = ".jsonl";
    private static final int DIGITS = 20;
    private static final Pattern NAME = Pattern.compile("0000([0-9]{16})\\.jsonl");

    static Segment beginningAt(long first) {
        String digits = Long.toString(first);
        return new Segment("0".repeat(DIGITS - digits.length()) + digits + SUFFIX, first);
    }

    /** Reads a file's name; empty if no segment can have it. */
    static Optional<Segment> named(String name) {
        var matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(1));
        return first > Sequence.VALUE_MAX ? Optional.empty() : Optional.of(new Segment(name, first));
    }

    /** The name without its ending, as quarantined copies bear it. */
    String stem() {
        return name.substring(0, DIGITS);
    }

    @Override
    public int compareTo(Segment other) {
        return Long.compare(first, other.first);
    }

    @Override
    public String toString() {
        return name;
    }
}
