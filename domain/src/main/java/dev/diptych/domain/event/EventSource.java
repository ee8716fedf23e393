package dev.diptych.domain.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who an event comes from.
 *
 * @param type a lower-case word, {@code [a-z][a-z0-9_]{0,63}}, such as {@code user} or {@code tool}
 * @param name the name of the one source among those of the type, 1 to 128 code points without control characters
 */
public record EventSource(String type, Optional<String> name) {
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    /** What a draft has that names no source. */
    public static final EventSource USER = EventSource.of("user");

    /** The source of the ledger's own events. */
    public static final EventSource LEDGER = EventSource.of("diptych");

    public EventSource {
        if (!TYPE.matcher(type).matches()) {
            throw new InvalidEventException(
                    "source.type", "a letter a-z and up to 63 more of a-z 0-9 _", Quoted.shortly(type));
        }
        name.ifPresent(text -> EnvelopeText.require("source.name", text, EnvelopeText.CODE_POINTS_MAX));
    }

    public static EventSource of(String type) {
        return new EventSource(type, Optional.empty());
    }

    public static EventSource named(String type, String name) {
        return new EventSource(type, Optional.of(name));
    }
}
