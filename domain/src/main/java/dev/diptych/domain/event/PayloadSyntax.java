package dev.diptych.domain.event;

import java.util.Optional;

/**
 * Judges whether bytes are one strict JSON value (RFC 8259) within the limits of {@link Limits}.
 *
 * <p>Refused beyond what the grammar refuses: an object with the same key twice (compared after unescaping), bytes that
 * are not UTF-8, half a surrogate pair (escaped ones too), NaN and Infinity, a byte order mark, anything after the
 * value, nesting and numbers beyond the limits. White space between tokens is no flaw.
 */
@FunctionalInterface
public interface PayloadSyntax {
    /** The first flaw of the bytes from {@code from} up to, not including, {@code to}; empty if they are a payload. */
    Optional<PayloadFlaw> flawIn(byte[] bytes, int from, int to);
}
