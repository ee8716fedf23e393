package dev.diptych.bootstrap.cli;

/** Colours words for a person, or leaves them as they are. */
final class Paint {
    private final boolean on;

    Paint(boolean on) {
        this.on = on;
    }

    String good(String text) {
        return in("32", text);
    }

    String bad(String text) {
        return in("31", text);
    }

    String warning(String text) {
        return in("33", text);
    }

    String strong(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
