package dev.diptych.contracts.events;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** JSON values of every shape and in every spelling: escapes, numbers, white space between tokens. */
final class SeededJson {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "1.0",
        "1E5",
        "1e+5",
        "-1.50e-300",
        "9007199254740993",
        "0.1",
        "123456789012345678901234567890",
        "1e999999"
    };
    private static final String[] ESCAPES = {
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0000",
        "\\u0041",
        "\\u00E9",
        "\\ud83d\\ude00",
        "\\uFFFF"
    };
    private static final String[] SPACES = {"", "", " ", "\n", "\t", "\r\n", "  "};

    private final Random random;
    private final SeededText text;

    SeededJson(Random random, SeededText text) {
        this.random = random;
        this.text = text;
    }

    /** A payload; one of many is nested as deeply as a payload may be. */
    String payload() {
        return random.nextInt(50) == 0 ? "[".repeat(128) + "]".repeat(128) : value(3);
    }

    /** A value whose arrays and objects lie at most {@code depth} inside one another. */
    private String value(int depth) {
        int most = depth > 0 ? 8 : 5;
        return switch (random.nextInt(most)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> number();
            case 3, 4 -> string();
            case 5 -> array(depth);
            case 6 -> object(depth);
            default -> object(depth);
        };
    }

    /** The value with white space around it. */
    String spaced(String value) {
        return space() + value + space();
    }

    private String number() {
        if (random.nextInt(40) == 0) {
            return "1" + "0".repeat(999);
        }
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : Long.toString(random.nextLong());
    }

    private String string() {
        StringBuilder out = new StringBuilder("\"");
        int count = random.nextInt(10);
        for (int i = 0; i < count; i++) {
            int point = text.codePoint();
            if (random.nextInt(4) == 0) {
                out.append(ESCAPES[random.nextInt(ESCAPES.length)]);
            } else if (point == '"' || point == '\\') {
                out.append('\\').appendCodePoint(point);
            } else {
                out.appendCodePoint(point);
            }
        }
        return out.append('"').toString();
    }

    private String array(int depth) {
        StringBuilder out = new StringBuilder("[").append(space());
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : "," + space()).append(value(depth - 1)).append(space());
        }
        return out.append(']').toString();
    }

    private String object(int depth) {
        Set<String> keys = new LinkedHashSet<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            keys.add("\"k" + i + (random.nextBoolean() ? "" : "\\u00e9\\n") + "\"");
        }
        StringBuilder out = new StringBuilder("{").append(space());
        String separator = "";
        for (String key : keys) {
            out.append(separator).append(key).append(space()).append(':').append(space());
            out.append(value(depth - 1)).append(space());
            separator = "," + space();
        }
        return out.append('}').toString();
    }

    private String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }
}
