package dev.diptych.domain.chain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A line taken apart at its keys, for telling in which of them two lines differ. Works on damaged lines too, as long as every
 * key that a line must have is found in its place: a value is whatever lies between two keys, and may be nonsense.
 *
 * <p>The keys are looked for in the order of the format, each behind the one before, and one that may be left out only before
 * the next that may not. The payload ends before the last closing brace of the line, or at the line's end if there is none.
 */
public final class LineFields {
    private static final List<Key> KEYS = List.of(
            Key.required("seq"),
            Key.required("batch"),
            Key.required("batch_end"),
            Key.required("id"),
            Key.required("schema_version"),
            Key.required("observed_at"),
            Key.required("recorded_at"),
            Key.required("source"),
            Key.required("event_type"),
            Key.optional("trace_id"),
            Key.optional("session_id"),
            Key.required("domain_tags"),
            Key.optional("bound"),
            Key.optional("key_id"),
            Key.required("payload_hash"),
            Key.required("prev_event_hash"),
            Key.required("event_hash"),
            Key.optional("signature"),
            Key.required("payload"));

    private final Map<String, byte[]> values;

    private LineFields(Map<String, byte[]> values) {
        this.values = values;
    }

    /** Takes the line apart, with or without its LF; empty where a key that must be there is not in its place. */
    public static Optional<LineFields> split(byte[] line) {
        int[] starts = new int[KEYS.size()];
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        int from = 0;
        for (int i = 0; i < starts.length; i++) {
            Key key = KEYS.get(i);
            int to = key.required() ? end : indexOfNextRequired(line, i, from, end);
            int at = i == 0
                    ? (startsWith(line, 0, key.spelled(), end) ? 0 : -1)
                    : indexOf(line, key.spelled(), from, to);
            if (at < 0 && key.required()) {
                return Optional.empty();
            }
            starts[i] = at;
            from = at < 0 ? from : at + key.spelled().length;
        }
        return Optional.of(new LineFields(valuesBetween(line, starts, end)));
    }

    /** The keys that the line has, in the order of the format. */
    public Set<String> keys() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The bytes of a value, as they stand between the keys. */
    public Optional<byte[]> bytes(String key) {
        return Optional.ofNullable(values.get(key)).map(byte[]::clone);
    }

    /** A value as it stands between the keys, quotes and escapes included; what is not UTF-8 in it is replaced. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** The text between the quotes of a value that is a string without escapes, such as a hash. */
    public Optional<String> unquoted(String key) {
        return text(key)
                .filter(text -> text.length() >= 2 && text.startsWith("\"") && text.endsWith("\""))
                .map(text -> text.substring(1, text.length() - 1));
    }

    /**
     * Whether a row with this line, of which the log tells nothing, leaves void flags unjudged: it is bound, so that its own may
     * be either, or of one of the ledger's own types that this version does not know.
     */
    public boolean leavesVoidFlagsUnjudged() {
        return has("bound")
                || unquoted("event_type")
                        .filter(OwnTypes::leavesVoidFlagsUnjudged)
                        .isPresent();
    }

    /** Whether both lines have this key with equal bytes, or both lack it. */
    boolean agreesOn(String key, LineFields other) {
        return has(key) == other.has(key) && (!has(key) || Arrays.equals(values.get(key), other.values.get(key)));
    }

    static List<String> allKeys() {
        return KEYS.stream().map(Key::name).toList();
    }

    private static Map<String, byte[]> valuesBetween(byte[] line, int[] starts, int end) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] < 0) {
                continue;
            }
            int from = starts[i] + KEYS.get(i).spelled().length;
            int next = i + 1;
            while (next < starts.length && starts[next] < 0) {
                next++;
            }
            int to = next < starts.length ? starts[next] : endOfPayload(line, from, end);
            values.put(KEYS.get(i).name(), Arrays.copyOfRange(line, from, to));
        }
        return values;
    }

    private static int endOfPayload(byte[] line, int from, int end) {
        for (int i = end - 1; i >= from; i--) {
            if (line[i] == '}') {
                return i;
            }
        }
        return end;
    }

    private static int indexOfNextRequired(byte[] line, int key, int from, int end) {
        int next = key + 1;
        while (!KEYS.get(next).required()) {
            next++;
        }
        return indexOf(line, KEYS.get(next).spelled(), from, end);
    }

    /** Where {@code wanted} begins first, from {@code from} on and before {@code end}; -1 where it does not. */
    private static int indexOf(byte[] line, byte[] wanted, int from, int end) {
        for (int i = from; i + wanted.length <= end; i++) {
            if (startsWith(line, i, wanted, end)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] line, int at, byte[] wanted, int end) {
        return at + wanted.length <= end && Arrays.equals(line, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /**
     * A key of the line, in its place.
     *
     * @param spelled the bytes that stand before its value
     */
    private record Key(String name, boolean required, byte[] spelled) {
        static Key required(String name) {
            return new Key(name, true, spelling(name));
        }

        static Key optional(String name) {
            return new Key(name, false, spelling(name));
        }

        private static byte[] spelling(String name) {
            return ((name.equals("seq") ? "{\"" : ",\"") + name + "\":").getBytes(StandardCharsets.US_ASCII);
        }
    }
}
