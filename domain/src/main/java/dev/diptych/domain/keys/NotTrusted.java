package dev.diptych.domain.keys;

import dev.diptych.domain.event.EventTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Says why a key that somebody trusts is not trusted for a use at a time. */
final class NotTrusted {
    private NotTrusted() {}

    /**
     * @param known what is said of the key, one or more
     * @param uses the uses of which one was wanted
     */
    static String why(List<TrustedKey> known, EventTime at, Set<KeyUse> uses) {
        List<TrustedKey> forIt =
                known.stream().filter(key -> KeyHistory.isFor(key, uses)).toList();
        if (forIt.isEmpty()) {
            Set<KeyUse> others = EnumSet.noneOf(KeyUse.class);
            known.forEach(key -> others.addAll(key.uses()));
            return "is trusted for " + words(others, " and ") + ", not for " + words(uses, " or ");
        }
        return "is valid " + forIt.stream().map(NotTrusted::bounds).distinct().collect(Collectors.joining(", or "))
                + ", not at " + at;
    }

    private static String bounds(TrustedKey key) {
        String after = key.validAfter().map(from -> "from " + from).orElse("");
        String before = key.validBefore().map(until -> "before " + until).orElse("");
        return (after + " " + before).strip();
    }

    private static String words(Collection<KeyUse> uses, String between) {
        return uses.stream()
                .sorted()
                .map(use -> use.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(between));
    }
}
