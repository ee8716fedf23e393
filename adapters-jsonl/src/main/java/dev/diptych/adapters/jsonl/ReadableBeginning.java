package dev.diptych.adapters.jsonl;

import java.nio.charset.StandardCharsets;

/** The sequence that a line claims with its first bytes, {@code {"seq":N,}: enough to search by, and no evidence. */
final class ReadableBeginning {
    static final long UNREADABLE = -1;

    private static final byte[] KEY = "{\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS_MAX = 16;

    private ReadableBeginning() {}

    static long sequenceIn(byte[] bytes, int from, int to) {
        int at = from;
        for (byte expected : KEY) {
            if (at >= to || bytes[at++] != expected) {
                return UNREADABLE;
            }
        }
        long value = 0;
        int digits = 0;
        while (at < to && digits < DIGITS_MAX && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at] - '0');
            at++;
            digits++;
        }
        return digits > 0 && value > 0 && at < to && bytes[at] == ',' ? value : UNREADABLE;
    }
}
