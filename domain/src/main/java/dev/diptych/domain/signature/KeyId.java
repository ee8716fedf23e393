package dev.diptych.domain.signature;

import dev.diptych.domain.event.InvalidEventException;
import java.util.regex.Pattern;

/**
 * Which key vouches for an event: 1 to 128 characters of {@code A-Z a-z 0-9 . _ : - + / =}.
 *
 * @param value the key id as it stands on the line
 */
public record KeyId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:+/=-]{1,128}");

    public KeyId {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidEventException(
                    "key_id", "1 to 128 characters of A-Z a-z 0-9 . _ : - + / =", value.length() + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
