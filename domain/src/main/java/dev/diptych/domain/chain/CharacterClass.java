package dev.diptych.domain.chain;

/** Which bytes a value of a line may have, one bit for each kind of value: one look in a table for each byte of a line. */
final class CharacterClass {
    static final int DIGIT = 1;
    static final int HEX = 2;
    static final int WORD = 4;
    static final int ID = 8;
    static final int KEY = 16;
    static final int BASE64_URL = 32;

    /** ASCII that stands for itself in envelope text: no control character, no quote, no backslash. */
    static final int PLAIN = 64;

    private static final byte[] CLASSES = classes();

    private CharacterClass() {}

    static boolean is(byte b, int kind) {
        return (CLASSES[b & 0xff] & kind) != 0;
    }

    /** Whether each of {@code count} bytes from {@code at} on is of the kind. */
    static boolean all(byte[] bytes, int at, int count, int kind) {
        int common = kind;
        for (int i = at; i < at + count; i++) {
            common &= CLASSES[bytes[i] & 0xff];
        }
        return common != 0;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        mark(classes, "0123456789", DIGIT | HEX | WORD | ID | KEY | BASE64_URL);
        mark(classes, "abcdef", HEX);
        mark(classes, "abcdefghijklmnopqrstuvwxyz", WORD | ID | KEY | BASE64_URL);
        mark(classes, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", ID | KEY | BASE64_URL);
        mark(classes, "_", WORD | ID | KEY | BASE64_URL);
        mark(classes, "-", ID | KEY | BASE64_URL);
        mark(classes, ".:", ID | KEY);
        mark(classes, "+/=", KEY);
        for (char c = 0x20; c < 0x7f; c++) {
            if (c != '"' && c != '\\') {
                classes[c] |= PLAIN;
            }
        }
        return classes;
    }

    private static void mark(byte[] classes, String characters, int kinds) {
        for (int i = 0; i < characters.length(); i++) {
            classes[characters.charAt(i)] |= (byte) kinds;
        }
    }
}
