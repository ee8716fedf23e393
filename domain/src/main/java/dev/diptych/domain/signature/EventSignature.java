package dev.diptych.domain.signature;

import dev.diptych.domain.event.InvalidEventException;
import java.util.regex.Pattern;

/**
 * An Ed25519 signature (RFC 8032), 64 bytes, as 86 characters of base64url without padding (RFC 4648, section 5).
 *
 * @param value the characters; the four spare bits of the last one are zero
 */
public record EventSignature(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{85}[AQgw]");

    public EventSignature {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidEventException(
                    "signature", "86 base64url characters with spare bits zero", value.length() + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
