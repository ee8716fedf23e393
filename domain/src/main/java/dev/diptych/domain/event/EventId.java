package dev.diptych.domain.event;

import java.util.regex.Pattern;

/**
 * The identity of an event, unique in its ledger: 1 to 128 characters of {@code A-Z a-z 0-9 . _ : -}.
 *
 * @param value the id as it stands on the line
 */
public record EventId(String value) {
    /** The most characters an id may have. */
    public static final int CHARACTERS_MAX = 128;

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:-]{1," + CHARACTERS_MAX + "}");

    public EventId {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidEventException(
                    "id", "1 to " + CHARACTERS_MAX + " characters of A-Z a-z 0-9 . _ : -", Quoted.shortly(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
