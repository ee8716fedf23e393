package dev.diptych.contracts.twins;

import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.PayloadFlaw;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Judges one JSON value by recursive descent over RFC 8259, with what the format refuses beyond it. One use. The depth of
 * the recursion is bounded by the nesting limit.
 */
final class JsonJudge {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final Limits limits;
    private int at;

    JsonJudge(byte[] bytes, int from, int to, Limits limits) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.limits = limits;
        this.at = from;
    }

    Optional<PayloadFlaw> judge() {
        try {
            requireUtf8();
            skipWhiteSpace();
            value(1);
            skipWhiteSpace();
            if (at < to) {
                throw new Flawed("something behind the value", at);
            }
            return Optional.empty();
        } catch (Flawed flawed) {
            return Optional.of(new PayloadFlaw(flawed.reason, (long) flawed.where - from));
        }
    }

    private void requireUtf8() {
        ByteBuffer source = ByteBuffer.wrap(bytes, from, to - from);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(source);
        } catch (CharacterCodingException notUtf8) {
            throw new Flawed("bytes that are not UTF-8", source.position());
        }
        if (to - from >= 3 && next() == (byte) 0xEF && bytes[at + 1] == (byte) 0xBB && bytes[at + 2] == (byte) 0xBF) {
            throw new Flawed("a byte order mark", at);
        }
    }

    private void value(int depth) {
        switch (next()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw new Flawed("something that is no JSON value", at);
        }
    }

    private void object(int depth) {
        requireDepth(depth);
        at++;
        Set<String> keys = new HashSet<>();
        if (isClosed('}')) {
            return;
        }
        do {
            skipWhiteSpace();
            int key = at;
            if (next() != '"') {
                throw new Flawed("an object whose key is no string", at);
            }
            String name = string();
            if (!keys.add(name)) {
                throw new Flawed("the key \"" + name + "\" twice in one object", key);
            }
            skipWhiteSpace();
            expect(':');
            skipWhiteSpace();
            value(depth + 1);
        } while (hasMore('}'));
    }

    private void array(int depth) {
        requireDepth(depth);
        at++;
        if (isClosed(']')) {
            return;
        }
        do {
            skipWhiteSpace();
            value(depth + 1);
        } while (hasMore(']'));
    }

    private boolean isClosed(char close) {
        skipWhiteSpace();
        if (next() == close) {
            at++;
            return true;
        }
        return false;
    }

    private boolean hasMore(char close) {
        skipWhiteSpace();
        if (next() == ',') {
            at++;
            return true;
        }
        expect(close);
        return false;
    }

    /** Passes over a string and answers what it says. */
    private String string() {
        at++;
        StringBuilder text = new StringBuilder();
        int run = at;
        while (next() != '"') {
            if (next() >= 0 && next() < 0x20) {
                throw new Flawed("a control character in a string", at);
            }
            if (next() == '\\') {
                text.append(utf8(run, at));
                escape(text);
                run = at;
            } else {
                at++;
            }
        }
        text.append(utf8(run, at));
        at++;
        return text.toString();
    }

    private void escape(StringBuilder text) {
        int start = at;
        at++;
        byte kind = next();
        at++;
        switch (kind) {
            case '"', '\\', '/' -> text.append((char) kind);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> unicodeEscape(text, start);
            default -> throw new Flawed("an escape that JSON does not know", start);
        }
    }

    private void unicodeEscape(StringBuilder text, int start) {
        char first = fourHexDigits(start);
        text.append(first);
        if (Character.isLowSurrogate(first)) {
            throw new Flawed("half a surrogate pair", start);
        }
        if (Character.isHighSurrogate(first)) {
            if (to - at < 6 || bytes[at] != '\\' || bytes[at + 1] != 'u') {
                throw new Flawed("half a surrogate pair", start);
            }
            at += 2;
            char second = fourHexDigits(start);
            if (!Character.isLowSurrogate(second)) {
                throw new Flawed("half a surrogate pair", start);
            }
            text.append(second);
        }
    }

    private char fourHexDigits(int start) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            byte digit = next();
            int number = digit >= '0' && digit <= '9'
                    ? digit - '0'
                    : digit >= 'a' && digit <= 'f'
                            ? digit - 'a' + 10
                            : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
            if (number < 0) {
                throw new Flawed("an escape without four hexadecimal digits", start);
            }
            value = value * 16 + number;
            at++;
        }
        return (char) value;
    }

    private void number() {
        int start = at;
        if (next() == '-') {
            at++;
        }
        if (next() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < to && bytes[at] == '.') {
            at++;
            digits();
        }
        if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (next() == '+' || next() == '-') {
                at++;
            }
            digits();
        }
        if (at - start > limits.numberCharactersMax()) {
            throw new Flawed("a number of more than " + limits.numberCharactersMax() + " characters", start);
        }
    }

    private void digits() {
        int start = at;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw new Flawed("a number that lacks a digit", at);
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private void requireDepth(int depth) {
        if (depth > limits.payloadNestingMax()) {
            throw new Flawed("more than " + limits.payloadNestingMax() + " arrays and objects inside one another", at);
        }
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw new Flawed("something other than " + wanted + " where that must be", at);
        }
        at++;
    }

    private byte next() {
        if (at >= to) {
            throw new Flawed("an end before the value is whole", at);
        }
        return bytes[at];
    }

    private void skipWhiteSpace() {
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
            at++;
        }
    }

    private String utf8(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** Leaves the descent; never seen outside. */
    private static final class Flawed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;
        private final int where;

        Flawed(String reason, int where) {
            super(reason, null, false, false);
            this.reason = reason;
            this.where = where;
        }
    }
}
