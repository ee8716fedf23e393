package dev.diptych.bootstrap.cli;

/** Text of an event for a person's terminal: control characters and what turns writing round are made visible. */
final class Visible {
    private Visible() {}

    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            int kind = Character.getType(point);
            if (kind == Character.CONTROL
                    || kind == Character.FORMAT
                    || kind == Character.SURROGATE
                    || kind == Character.LINE_SEPARATOR
                    || kind == Character.PARAGRAPH_SEPARATOR) {
                out.append("\\u").append(Integer.toHexString(0x10000 | point).substring(point > 0xffff ? 0 : 1));
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    /** The first {@code characters} of it, with an ellipsis where there is more. */
    static String shortly(String text, int characters) {
        String visible = text(text);
        return visible.codePointCount(0, visible.length()) <= characters
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, characters - 1)) + "…";
    }
}
