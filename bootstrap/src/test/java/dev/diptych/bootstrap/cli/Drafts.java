package dev.diptych.bootstrap.cli;

/** Lines of drafts for tests. */
final class Drafts {
    private Drafts() {}

    static String line(String id, String payload) {
        return "{\"id\":\"" + id + "\",\"event_type\":\"com.example.thing_done.v1\",\"payload\":" + payload + "}\n";
    }

    /** Drafts with the ids {@code e-FIRST} to {@code e-LAST}. */
    static String lines(int first, int last) {
        StringBuilder text = new StringBuilder();
        for (int i = first; i <= last; i++) {
            text.append(line("e-" + i, "{\"n\":" + i + "}"));
        }
        return text.toString();
    }
}
