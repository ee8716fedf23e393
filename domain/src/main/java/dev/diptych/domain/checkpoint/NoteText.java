package dev.diptych.domain.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What the texts of the C2SP specifications have in common: strict UTF-8, strict base64, names. */
final class NoteText {
    private static final int QUOTED_MAX = 80;

    private NoteText() {}

    /** Empty if the bytes are no UTF-8. */
    static Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Each wrong byte replaced. */
    static String replaced(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] encoded(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Base64 (RFC 4648, section 4, padded) in the one spelling that its bytes have; empty if it is not that. */
    static Optional<byte[]> base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Whether a key may have the name: not empty, no Unicode white space, no control character, no plus. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || c < 0x20
                                || isLoneSurrogate(c)
                                || Character.isSpaceChar(c)
                                || Character.isWhitespace(c)
                                || c == 0x85);
    }

    /** A character that UTF-8 cannot spell. */
    static boolean isLoneSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** A text as a message quotes it, short and without control characters. */
    static String quoted(String text) {
        String shown = text.length() <= QUOTED_MAX ? text : text.substring(0, QUOTED_MAX) + "…";
        return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
