package dev.diptych.domain.keys;

import dev.diptych.domain.event.EventTime;
import java.util.Optional;
import java.util.Set;

/**
 * A key that somebody trusts, as a line of an OpenSSH {@code allowed_signers} file says it (ssh-keygen(1), ALLOWED SIGNERS).
 *
 * @param key the key
 * @param principals whose it is, as the file says it; for reports
 * @param uses what it may vouch for, at least one
 * @param validAfter from when on, inclusive; empty for always
 * @param validBefore until when, exclusive; empty for ever
 */
public record TrustedKey(
        VerifyingKey key,
        String principals,
        Set<KeyUse> uses,
        Optional<EventTime> validAfter,
        Optional<EventTime> validBefore) {
    public TrustedKey {
        uses = Set.copyOf(uses);
        if (uses.isEmpty()) {
            throw new IllegalArgumentException("a trusted key must have at least one use, had none: " + key.id());
        }
    }

    /** A key for one use or more, valid always. */
    public static TrustedKey always(VerifyingKey key, String principals, KeyUse... uses) {
        return new TrustedKey(key, principals, Set.of(uses), Optional.empty(), Optional.empty());
    }

    public boolean isValidAt(EventTime time) {
        return validAfter.map(from -> time.compareTo(from) >= 0).orElse(true)
                && validBefore.map(until -> time.compareTo(until) < 0).orElse(true);
    }
}
