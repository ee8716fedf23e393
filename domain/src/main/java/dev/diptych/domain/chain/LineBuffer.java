package dev.diptych.domain.chain;

import dev.diptych.domain.event.EventTime;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes under construction: text in UTF-8, numbers in decimal, hashes in hexadecimal. */
final class LineBuffer {
    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    LineBuffer ascii(String text) {
        int from = room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[from + i] = (byte) text.charAt(i);
        }
        return this;
    }

    LineBuffer number(long value) {
        return ascii(Long.toString(value));
    }

    LineBuffer time(EventTime time) {
        time.writeTo(bytes, room(EventTime.TEXT_LENGTH));
        return this;
    }

    LineBuffer hash(byte[] value) {
        int from = room(2 * value.length);
        Hex.write(value, bytes, from);
        return this;
    }

    /** Text between quotes, of which only the quote and the backslash are escaped. */
    LineBuffer escaped(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int at = room(2 * utf8.length);
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                bytes[at++] = '\\';
            }
            bytes[at++] = b;
        }
        length = at;
        return this;
    }

    /** Makes room for {@code count} bytes, counts them as written and answers where they begin. */
    int room(int count) {
        int from = length;
        if (bytes.length - from < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, from + count));
        }
        length = from + count;
        return from;
    }
}
