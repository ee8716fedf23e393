package dev.diptych.domain.policy;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a policy rule: lower-case words joined by dots, such as {@code mirror.append.parity_invariant}.
 *
 * <p>At most {@value #CHARACTERS_MAX} characters of {@code a-z 0-9 _} and dots, no empty word. There is one spelling
 * per rule, so equality of the text is equality of the rule.
 */
public record PolicyRuleId(String value) implements Comparable<PolicyRuleId> {

    public static final int CHARACTERS_MAX = 128;

    private static final Pattern WORDS = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");

    public PolicyRuleId {
        Objects.requireNonNull(value, "value");
        if (value.length() > CHARACTERS_MAX || !WORDS.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "policy rule id must be lower-case words (a-z 0-9 _) joined by dots, at most " + CHARACTERS_MAX
                            + " characters, was \"" + value + "\"");
        }
    }

    /**
     * Whether this rule is {@code scope} itself or lies below it, by whole words: {@code billing.daily} is within
     * {@code billing}.
     */
    boolean isWithin(PolicyRuleId scope) {
        return value.equals(scope.value) || value.startsWith(scope.value + ".");
    }

    @Override
    public int compareTo(PolicyRuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
