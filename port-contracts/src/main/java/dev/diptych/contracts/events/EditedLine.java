package dev.diptych.contracts.events;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line taken apart by its keys, for tests that damage one: a value is replaced or taken away, and nothing is judged or
 * hashed again.
 */
public final class EditedLine {
    private final Map<String, String> values;

    private EditedLine(Map<String, String> values) {
        this.values = values;
    }

    /** Takes a line, with or without its LF, apart. */
    public static EditedLine of(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        Map<String, String> values = new LinkedHashMap<>();
        int at = 1;
        while (at < text.length() && text.charAt(at) == '"') {
            int close = text.indexOf('"', at + 1);
            int end = endOfValue(text, close + 2);
            values.put(text.substring(at + 1, close), text.substring(close + 2, end));
            at = end + 1;
        }
        return new EditedLine(values);
    }

    /** The JSON text of a key's value. */
    public Optional<String> raw(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** What the string at a key says. */
    public Optional<String> text(String key) {
        return raw(key).map(EditedLine::unquoted);
    }

    /** The line with this JSON text at a key that it has. */
    public EditedLine with(String key, String raw) {
        if (!values.containsKey(key)) {
            throw new IllegalArgumentException(
                    "the line has no " + key + " that could be replaced: " + values.keySet());
        }
        Map<String, String> edited = new LinkedHashMap<>(values);
        edited.put(key, raw);
        return new EditedLine(edited);
    }

    /** The line with this JSON text at a key that it may lack, in which case it comes right behind another. */
    public EditedLine with(String key, String raw, String behind) {
        if (values.containsKey(key)) {
            return with(key, raw);
        }
        Map<String, String> edited = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            edited.put(name, value);
            if (name.equals(behind)) {
                edited.put(key, raw);
            }
        });
        return new EditedLine(edited);
    }

    /** The line with its LF. */
    public byte[] toBytes() {
        StringBuilder out = new StringBuilder();
        values.forEach((key, value) -> out.append(out.isEmpty() ? '{' : ',')
                .append('"')
                .append(key)
                .append("\":")
                .append(value));
        return out.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The text as a JSON string, as an envelope spells it. */
    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** What a JSON string says, as an envelope spells it. */
    public static String unquoted(String raw) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < raw.length() - 1; i++) {
            i += raw.charAt(i) == '\\' ? 1 : 0;
            out.append(raw.charAt(i));
        }
        return out.toString();
    }

    /** Where the value that begins at {@code from} ends: at the first comma or bracket that is neither in a string nor deeper. */
    private static int endOfValue(String text, int from) {
        int depth = 0;
        boolean inString = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                i += c == '\\' ? 1 : 0;
                inString = c != '"';
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return i;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return text.length();
    }
}
