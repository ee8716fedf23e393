package dev.diptych.domain.cutover;

import java.util.regex.Pattern;

/**
 * What tells one plan, or one step of it, from another: SHA-256 as 64 lower-case hexadecimal digits.
 *
 * @param hex the digits
 */
public record PlanDigest(String hex) {
    private static final Pattern SPELLING = Pattern.compile("[0-9a-f]{64}");

    public PlanDigest {
        if (!SPELLING.matcher(hex).matches()) {
            throw new IllegalArgumentException("a digest must be 64 lower-case hexadecimal digits, was " + hex);
        }
    }

    static PlanDigest parse(String hex) {
        return new PlanDigest(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
