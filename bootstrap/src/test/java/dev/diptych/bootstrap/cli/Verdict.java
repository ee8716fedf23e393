package dev.diptych.bootstrap.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a verification came to, as far as every verifier must say the same.
 *
 * @param exit the exit code
 * @param verdict whether both copies hold the same events
 * @param log what the log is
 * @param kinds how many findings of each kind there are
 */
record Verdict(int exit, String verdict, String log, Map<String, Integer> kinds) {
    /** The verdict that a golden ledger deserves. */
    static Verdict expectedIn(String json) throws IOException {
        int exit = -1;
        String verdict = "";
        String log = "";
        Map<String, Integer> kinds = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "exit" -> exit = parser.getIntValue();
                    case "verdict" -> verdict = parser.getText();
                    case "log" -> log = parser.getText();
                    case "kinds" -> {
                        while (parser.nextToken() != JsonToken.END_OBJECT) {
                            String kind = parser.currentName();
                            parser.nextToken();
                            kinds.put(kind, parser.getIntValue());
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        return new Verdict(exit, verdict, log, kinds);
    }

    /** The verdict of a report as {@code verify --json} prints it. */
    static Verdict reported(int exit, String json) throws IOException {
        String verdict = "";
        String log = "";
        Map<String, Integer> kinds = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "verdict" -> verdict = parser.getText();
                    case "log" -> log = textOf(parser, "verdict");
                    case "findings" -> {
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            kinds.merge(textOf(parser, "kind"), 1, Integer::sum);
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        return new Verdict(exit, verdict, log, kinds);
    }

    /** Reads an object to its end, and answers the text of one key. */
    private static String textOf(JsonParser parser, String wanted) throws IOException {
        String text = "";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.equals(wanted)) {
                text = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return text;
    }
}
