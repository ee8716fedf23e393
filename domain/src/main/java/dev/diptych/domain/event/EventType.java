package dev.diptych.domain.event;

import java.util.regex.Pattern;

/**
 * What kind of fact an event is, with its version: {@code com.example.order_placed.v1}. Lower-case words of
 * {@code a-z 0-9 _} joined by dots, ended by {@code .vN} with N from 1; at most 200 characters.
 *
 * <p>Types that begin with {@code diptych.} are the ledger's own: a draft of such a type is refused.
 *
 * @param value the type as it stands on the line
 */
public record EventType(String value) {
    /** The most characters a type may have. */
    public static final int CHARACTERS_MAX = 200;

    /** The prefix of the ledger's own types. */
    public static final String OWN_PREFIX = "diptych.";

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9_]+(?:\\.[a-z0-9_]+)*\\.v[1-9][0-9]*");

    public EventType {
        if (value.length() > CHARACTERS_MAX || !SHAPE.matcher(value).matches()) {
            throw new InvalidEventException(
                    "event_type",
                    "words of a-z 0-9 _ joined by dots and ended by a version such as .v1, at most " + CHARACTERS_MAX
                            + " characters",
                    Quoted.shortly(value));
        }
    }

    /** Whether this is one of the ledger's own types. */
    public boolean isOwn() {
        return value.startsWith(OWN_PREFIX);
    }

    @Override
    public String toString() {
        return value;
    }
}
