package dev.diptych.domain.chain;

import java.util.List;
import java.util.Optional;

/** In which keys a line and a row, written as a line, differ. */
public final class FieldDifference {
    /** What is named where no single key can be. */
    public static final List<String> WHOLE_LINE = List.of("line");

    private FieldDifference() {}

    /**
     * The names of the keys whose values differ, in the order of the format; {@link #WHOLE_LINE} where a line cannot be taken
     * apart, or where no value differs.
     */
    public static List<String> between(byte[] logLine, byte[] storeLine) {
        Optional<LineFields> log = LineFields.split(logLine);
        Optional<LineFields> store = LineFields.split(storeLine);
        if (log.isEmpty() || store.isEmpty()) {
            return WHOLE_LINE;
        }
        List<String> differing = LineFields.allKeys().stream()
                .filter(key -> !log.get().agreesOn(key, store.get()))
                .toList();
        return differing.isEmpty() ? WHOLE_LINE : differing;
    }
}
