package dev.diptych.domain.event;

/** Renders foreign text for a message: in quotes, cut to a readable length, control characters made visible. */
final class Quoted {
    private static final int CHARACTERS_MAX = 60;

    private Quoted() {}

    static String shortly(String text) {
        StringBuilder out = new StringBuilder("\"");
        int shown = Math.min(text.length(), CHARACTERS_MAX);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
                out.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
            } else {
                out.append(c);
            }
        }
        return out.append(shown < text.length() ? "…\" (" + text.length() + " characters)" : "\"")
                .toString();
    }
}
