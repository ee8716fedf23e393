package dev.diptych.domain.signature;

import dev.diptych.domain.event.InvalidEventException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * An Ed25519 signature (RFC 8032), 64 bytes, as 86 characters of base64url without padding (RFC 4648, section 5).
 *
 * @param value the characters; the four spare bits of the last one are zero
 */
public record EventSignature(String value) {
    /** The bytes of a signature. */
    public static final int BYTES = 64;

    /** The characters of a signature as text. */
    public static final int CHARACTERS = 86;

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{85}[AQgw]");

    public EventSignature {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidEventException(
                    "signature", "86 base64url characters with spare bits zero", value.length() + " characters");
        }
    }

    /** The signature of 64 bytes. */
    public static EventSignature of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("signature must have " + BYTES + " bytes, had " + bytes.length);
        }
        return new EventSignature(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The 64 bytes. */
    public byte[] toBytes() {
        return Base64.getUrlDecoder().decode(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
