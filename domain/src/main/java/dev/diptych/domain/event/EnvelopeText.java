package dev.diptych.domain.event;

/**
 * The rule for free text in an envelope: 1 to a given number of Unicode code points, none of U+0000 to U+001F, not
 * U+007F, no surrogate on its own. Empty is refused, because absent and empty are not the same thing.
 */
public final class EnvelopeText {
    /** The most code points of a source name, a trace id and a session id. */
    public static final int CODE_POINTS_MAX = 128;

    /** The most code points of a tag. */
    public static final int TAG_CODE_POINTS_MAX = 64;

    private EnvelopeText() {}

    static String require(String field, String text, int codePointsMax) {
        int points = 0;
        for (int i = 0; i < text.length(); points++) {
            int point = text.codePointAt(i);
            if (point < 0x20 || point == 0x7f || (point >= 0xd800 && point <= 0xdfff)) {
                throw refused(field, text, codePointsMax);
            }
            i += Character.charCount(point);
        }
        if (points < 1 || points > codePointsMax) {
            throw refused(field, text, codePointsMax);
        }
        return text;
    }

    private static InvalidEventException refused(String field, String text, int codePointsMax) {
        return new InvalidEventException(
                field,
                "1 to " + codePointsMax + " characters, none of them a control character or half a surrogate pair",
                Quoted.shortly(text));
    }
}
