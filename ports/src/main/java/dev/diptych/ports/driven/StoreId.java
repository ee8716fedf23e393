package dev.diptych.ports.driven;

import java.util.regex.Pattern;

/**
 * The identity of one store: 32 lower-case hexadecimal characters, drawn at random when it is made.
 *
 * @param value the characters
 */
public record StoreId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    public StoreId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("store id must be 32 characters of 0-9 a-f, was \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
