package dev.diptych.adapters.keys;

import dev.diptych.domain.keys.KeyUse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The signature namespaces of {@code allowed_signers} files that stand for the uses of a key here. */
final class Namespaces {
    private static final Map<KeyUse, String> NAMES = new EnumMap<>(Map.of(
            KeyUse.EVENTS, "diptych",
            KeyUse.CHECKPOINTS, "diptych-checkpoint",
            KeyUse.RECOVERY, "diptych-recovery"));

    /** What a line without namespaces grants: never what could end the keys of others. */
    static final Set<KeyUse> UNLESS_NAMED = Set.of(KeyUse.EVENTS, KeyUse.CHECKPOINTS);

    private Namespaces() {}

    /** The value that grants these uses and no others. */
    static String list(Set<KeyUse> uses) {
        List<String> names = new ArrayList<>();
        NAMES.forEach((use, name) -> {
            if (uses.contains(use)) {
                names.add(name);
            }
        });
        return String.join(",", names);
    }

    /** The uses that a pattern list (ssh_config(5), PATTERNS) grants; none if it speaks of other namespaces only. */
    static Set<KeyUse> granted(String patterns) {
        Set<KeyUse> uses = EnumSet.noneOf(KeyUse.class);
        NAMES.forEach((use, name) -> {
            if (isIn(name, patterns)) {
                uses.add(use);
            }
        });
        return uses;
    }

    /** A negated pattern that matches decides, wherever it stands; else any one that matches does. */
    private static boolean isIn(String name, String patterns) {
        boolean found = false;
        for (String each : patterns.split(",", -1)) {
            boolean negated = each.startsWith("!");
            if (regex(negated ? each.substring(1) : each).matcher(name).matches()) {
                if (negated) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static Pattern regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString().replaceAll("(\\.\\*)+", ".*"), Pattern.DOTALL);
    }
}
