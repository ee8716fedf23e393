package dev.diptych.domain.chain;

import dev.diptych.domain.event.EventTime;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A place in the bytes of a line, and the values that can be read there. Each method passes over what it reads, or stays and
 * notes what it expected. Makes no object but for a refusal.
 */
final class LineCursor {
    private static final int SIGNATURE_CHARACTERS = 86;
    private static final int NUMBER_DIGITS_MAX = 16;

    private byte[] line = new byte[0];
    private int end;
    private int at;
    private String expected = "";

    /** Begins at the first of the bytes; {@code to} points behind the last. */
    void begin(byte[] bytes, int to) {
        line = bytes;
        end = to;
        at = 0;
        expected = "";
    }

    int at() {
        return at;
    }

    /** What was expected at {@link #at}, after a refusal. */
    String expected() {
        return expected;
    }

    /** Refuses what is here. */
    boolean refuse(String wanted) {
        expected = wanted;
        return false;
    }

    /** Whether the byte here is {@code wanted}. */
    boolean isAt(char wanted) {
        return at < end && line[at] == wanted;
    }

    /** Passes over one byte that is known to be here. */
    void step() {
        at++;
    }

    /** Passes over exactly these bytes. */
    boolean token(byte[] token) {
        return take(token) || refuse(new String(token, StandardCharsets.US_ASCII));
    }

    /** Passes over these bytes if they are here; what else is here is no fault. */
    boolean take(byte[] token) {
        int length = token.length;
        if (end - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (line[at + i] != token[i]) {
                return false;
            }
        }
        at += length;
        return true;
    }

    /** A number from 1 to 2^53-1 without leading zeros, or -1. */
    long number() {
        long value = 0;
        int from = at;
        while (at < end && at - from < NUMBER_DIGITS_MAX && isDigit(line[at])) {
            value = value * 10 + (line[at] - '0');
            at++;
        }
        if (at == from || line[from] == '0' || value > Sequence.VALUE_MAX || at < end && isDigit(line[at])) {
            refuse("a number from 1 to 2^53-1");
            return -1;
        }
        return value;
    }

    /** Where a canonical time begins that is here, or -1. */
    int time() {
        int from = at;
        if (end - at <= EventTime.TEXT_LENGTH || !EventTime.isCanonical(line, at)) {
            refuse("a time in UTC with six fraction digits");
            return -1;
        }
        at += EventTime.TEXT_LENGTH;
        return from;
    }

    /** Where the 64 characters of a hash begin that are here, or -1. */
    int hash() {
        int from = at;
        if (end - at <= EventHash.HEX_CHARACTERS
                || !CharacterClass.all(line, at, EventHash.HEX_CHARACTERS, CharacterClass.HEX)) {
            refuse("64 lower-case hexadecimal characters");
            return -1;
        }
        at += EventHash.HEX_CHARACTERS;
        return from;
    }

    /** The 86 characters of a signature whose spare bits are zero. */
    boolean signature() {
        int to = at + SIGNATURE_CHARACTERS;
        while (at < to && at < end && CharacterClass.is(line[at], CharacterClass.BASE64_URL)) {
            at++;
        }
        return at == to && hasNoSpareBits(line[to - 1]) || refuse("86 base64url characters whose spare bits are zero");
    }

    /** 1 to {@code most} characters of an event id. */
    boolean id(int most) {
        int from = at;
        while (at < end && CharacterClass.is(line[at], CharacterClass.ID)) {
            at++;
        }
        return at > from && at - from <= most || refuse("an id of 1 to " + most + " characters");
    }

    /** 1 to {@code most} characters of a key id. */
    boolean keyId(int most) {
        int from = at;
        while (at < end && CharacterClass.is(line[at], CharacterClass.KEY)) {
            at++;
        }
        return at > from && at - from <= most || refuse("a key id of 1 to " + most + " characters");
    }

    /** A lower-case letter and then up to {@code most} - 1 lower-case letters, digits and underscores. */
    boolean name(int most) {
        int from = at;
        while (at < end && CharacterClass.is(line[at], CharacterClass.WORD)) {
            at++;
        }
        return at > from && at - from <= most && line[from] >= 'a' || refuse("a source type");
    }

    /** Words joined by dots and ended by a version, at most {@code most} characters. */
    boolean versionedType(int most) {
        int from = at;
        int word = at;
        while (at < end && (CharacterClass.is(line[at], CharacterClass.WORD) || line[at] == '.')) {
            if (line[at] == '.') {
                if (at == word) {
                    return refuse("a word before the dot");
                }
                word = at + 1;
            }
            at++;
        }
        boolean versioned = word > from && at - word >= 2 && line[word] == 'v' && line[word + 1] != '0';
        for (int i = word + 1; versioned && i < at; i++) {
            versioned = isDigit(line[i]);
        }
        return versioned && at - from <= most || refuse("an event type that ends in .vN");
    }

    /**
     * Envelope text up to, not including, its closing quote: UTF-8, no control character, escapes of two characters
     * only.
     */
    boolean text(int codePointsMax) {
        int from = at;
        while (at < end && CharacterClass.is(line[at], CharacterClass.PLAIN)) {
            at++;
        }
        int points = at - from;
        while (at < end && line[at] != '"') {
            int step = Utf8.step(line, at, end);
            int b = line[at];
            if (step == 0 || b >= 0 && b < 0x20 || b == 0x7f) {
                return refuse("UTF-8 text without control characters");
            }
            if (b == '\\') {
                step = 2;
                if (at + 1 >= end || line[at + 1] != '"' && line[at + 1] != '\\') {
                    return refuse("an escaped quote or backslash, which alone are escaped");
                }
            }
            at += step;
            points++;
        }
        return points >= 1 && points <= codePointsMax || refuse("1 to " + codePointsMax + " characters of text");
    }

    /** The payload, whatever it is, and the closing brace and LF of the line; passes over the payload only. */
    boolean payload() {
        int to = end - 2;
        if (to <= at || line[to] != '}' || line[to + 1] != '\n') {
            return refuse("a payload, then } and LF");
        }
        at = to;
        return true;
    }

    /**
     * Whether one of the quoted tags that lie from {@code from} to {@code to} is the one from {@code tag} to {@code
     * tagTo}.
     */
    boolean isRepeated(int from, int to, int tag, int tagTo) {
        int start = from + 1;
        while (start < to) {
            int close = start;
            while (line[close] != '"') {
                close += line[close] == '\\' ? 2 : 1;
            }
            if (Arrays.equals(line, start, close, line, tag, tagTo)) {
                return true;
            }
            start = close + 3;
        }
        return false;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** 86 characters of 6 bits are 4 bits more than 64 bytes. */
    private static boolean hasNoSpareBits(byte last) {
        return last == 'A' || last == 'Q' || last == 'g' || last == 'w';
    }
}
