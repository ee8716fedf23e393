package dev.diptych.domain.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The payload of an event: one JSON value, the text as it was given minus the white space between its tokens. Escapes,
 * the spelling of numbers and the order of keys are the caller's own and stay.
 *
 * <p>Two payloads are equal if and only if their bytes are; {@code 1} and {@code 1.0} are different payloads.
 */
public final class Payload {
    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the text and drops the white space between its tokens.
     *
     * @throws InvalidEventException if the text has a flaw; the message tells which and where
     */
    public static Payload read(JsonText text, PayloadSyntax syntax) {
        text.flaw(syntax).ifPresent(flaw -> {
            throw new InvalidEventException(
                    "payload", "one JSON value within the limits", flaw.reason() + " at byte " + flaw.offset());
        });
        return new Payload(minified(text.shared()));
    }

    /** Takes bytes that were judged before, as those of a decoded line are. */
    public static Payload ofJudged(byte[] bytes, int from, int to) {
        return new Payload(Arrays.copyOfRange(bytes, from, to));
    }

    /** Whether the bytes hold no white space between tokens. */
    public static boolean isMinified(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at++];
            if (b == '"') {
                at = behindString(bytes, at, to);
            } else if (b <= ' ' && isWhiteSpace(b)) {
                return false;
            }
        }
        return true;
    }

    /** The byte behind the closing quote of a string whose first character is at {@code from}. */
    private static int behindString(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes, UTF-8. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Puts the bytes into {@code target} from {@code at} on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] minified(byte[] text) {
        if (isMinified(text, 0, text.length)) {
            return text;
        }
        byte[] out = new byte[text.length];
        int length = 0;
        boolean inString = false;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (inString && b == '\\') {
                out[length++] = b;
                out[length++] = text[++i];
                continue;
            }
            if (b == '"') {
                inString = !inString;
            }
            if (inString || !isWhiteSpace(b)) {
                out[length++] = b;
            }
        }
        return Arrays.copyOf(out, length);
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
