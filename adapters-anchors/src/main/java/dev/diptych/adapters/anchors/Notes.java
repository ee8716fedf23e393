package dev.diptych.adapters.anchors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of signed notes (https://c2sp.org/signed-note) as a place that keeps them needs to know: text, an empty line, and
 * signature lines, which begin with an em dash and a space. So a history of them, one directly behind the other, ends with
 * a whole one if and only if its last line is a signature line and ends with LF.
 */
final class Notes {
    /** The most bytes of a note that the readers of histories take. */
    static final int BYTES_MAX = 64 * 1024;

    private static final String DASH = "\u2014 ";
    private static final byte[] DASH_BYTES = DASH.getBytes(StandardCharsets.UTF_8);
    private static final Pattern CHECKPOINT = Pattern.compile("([^\n]+)\n(0|[1-9][0-9]{0,18})\n.*", Pattern.DOTALL);

    private Notes() {}

    /** The bytes of a text that must be one signed note. */
    static byte[] require(String text) {
        int blank = text.lastIndexOf("\n\n");
        boolean isNote = blank > 0
                && text.endsWith("\n")
                && text.length() > blank + 2
                && text.substring(0, blank).lines().noneMatch(line -> line.startsWith(DASH))
                && text.substring(blank + 2).lines().allMatch(line -> line.startsWith(DASH));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!isNote || bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("only one signed note of at most " + BYTES_MAX
                    + " bytes can be anchored:" + " expected text, an empty line, and signature lines, found "
                    + bytes.length + " other bytes");
        }
        return bytes;
    }

    /** The size that a checkpoint speaks of, as it spells it. */
    static String sizeIn(String checkpoint) {
        Matcher parts = CHECKPOINT.matcher(checkpoint);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "only a checkpoint can be anchored in a tag: expected a size in its second" + " line, found none");
        }
        return parts.group(2);
    }

    /** The origin that a checkpoint names. */
    static String originIn(String checkpoint) {
        return checkpoint.substring(0, checkpoint.indexOf('\n'));
    }

    /** Where the last whole note ends among these last bytes of a history; 0 if none does. */
    static int endOfLastWhole(byte[] tail) {
        for (int end = tail.length; end > 0; end--) {
            if (tail[end - 1] == '\n' && isSignature(tail, beginOfLine(tail, end - 1))) {
                return end;
            }
        }
        return 0;
    }

    static boolean endsWith(byte[] tail, byte[] note) {
        return tail.length >= note.length
                && Arrays.equals(tail, tail.length - note.length, tail.length, note, 0, note.length);
    }

    private static int beginOfLine(byte[] bytes, int end) {
        int begin = end;
        while (begin > 0 && bytes[begin - 1] != '\n') {
            begin--;
        }
        return begin;
    }

    private static boolean isSignature(byte[] bytes, int begin) {
        return begin + DASH_BYTES.length <= bytes.length
                && Arrays.equals(bytes, begin, begin + DASH_BYTES.length, DASH_BYTES, 0, DASH_BYTES.length);
    }
}
