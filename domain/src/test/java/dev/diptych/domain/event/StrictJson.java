package dev.diptych.domain.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A strict reader of payloads for tests of the domain, by recursive descent over the text; slow and plain. */
public final class StrictJson implements PayloadSyntax {
    public static final StrictJson SYNTAX = new StrictJson();

    @Override
    public Optional<PayloadFlaw> flawIn(byte[] bytes, int from, int to) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return Optional.of(new PayloadFlaw("UTF-8", 0));
        }
        Reading reading = new Reading(text);
        try {
            reading.whole();
            return Optional.empty();
        } catch (Flaw flaw) {
            return Optional.of(new PayloadFlaw(flaw.getMessage(), reading.at));
        }
    }

    private static final class Flaw extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Flaw(String reason) {
            super(reason);
        }
    }

    private static final class Reading {
        private final String text;
        private int at;

        Reading(String text) {
            this.text = text;
        }

        void whole() {
            value(0);
            space();
            if (at < text.length()) {
                throw new Flaw("something behind the value");
            }
        }

        private void value(int depth) {
            space();
            switch (peek()) {
                case '{' -> object(depth + 1);
                case '[' -> array(depth + 1);
                case '"' -> string();
                case 't' -> word("true");
                case 'f' -> word("false");
                case 'n' -> word("null");
                default -> number();
            }
        }

        private void object(int depth) {
            nested(depth);
            at++;
            Set<String> keys = new HashSet<>();
            space();
            if (take('}')) {
                return;
            }
            do {
                space();
                if (peek() != '"') {
                    throw new Flaw("a key that is no string");
                }
                String key = string();
                if (!keys.add(key)) {
                    throw new Flaw("the key \"" + key + "\" twice in one object");
                }
                space();
                must(':');
                value(depth);
                space();
            } while (take(','));
            must('}');
        }

        private void array(int depth) {
            nested(depth);
            at++;
            space();
            if (take(']')) {
                return;
            }
            do {
                value(depth);
                space();
            } while (take(','));
            must(']');
        }

        private String string() {
            must('"');
            StringBuilder out = new StringBuilder();
            while (peek() != '"') {
                char c = text.charAt(at++);
                if (c < 0x20) {
                    throw new Flaw("a control character in a string");
                }
                out.append(c == '\\' ? escape() : c);
            }
            at++;
            for (int i = 0; i < out.length(); i++) {
                if (Character.isSurrogate(out.charAt(i))) {
                    if (i + 1 >= out.length() || !Character.isSurrogatePair(out.charAt(i), out.charAt(i + 1))) {
                        throw new Flaw("half a surrogate pair");
                    }
                    i++;
                }
            }
            return out.toString();
        }

        private char escape() {
            char c = peek();
            at++;
            int plain = "\"\\/bfnrt".indexOf(c);
            if (plain >= 0) {
                return "\"\\/\b\f\n\r\t".charAt(plain);
            }
            if (c != 'u'
                    || at + 4 > text.length()
                    || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                throw new Flaw("an escape that JSON does not have");
            }
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }

        private void number() {
            int from = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            String number = text.substring(from, at);
            if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
                throw new Flaw("a value that JSON does not have");
            }
            if (number.length() > Limits.FORMAT.numberCharactersMax()) {
                throw new Flaw("a number of " + number.length() + " characters");
            }
        }

        private void word(String word) {
            if (!text.startsWith(word, at)) {
                throw new Flaw("a value that JSON does not have");
            }
            at += word.length();
        }

        private void nested(int depth) {
            if (depth > Limits.FORMAT.payloadNestingMax()) {
                throw new Flaw("nesting deeper than " + Limits.FORMAT.payloadNestingMax());
            }
        }

        private void space() {
            while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private char peek() {
            if (at >= text.length()) {
                throw new Flaw("an end too early");
            }
            return text.charAt(at);
        }

        private boolean take(char c) {
            boolean there = at < text.length() && text.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        private void must(char c) {
            if (!take(c)) {
                throw new Flaw("no " + c + " where one must be");
            }
        }
    }
}
