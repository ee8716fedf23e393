package dev.diptych.domain.chain;

/** Lower-case hexadecimal, the only spelling of a hash on a line. */
final class Hex {
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private Hex() {}

    static void write(byte[] value, byte[] target, int at) {
        for (int i = 0; i < value.length; i++) {
            target[at + 2 * i] = DIGITS[(value[i] >> 4) & 0xf];
            target[at + 2 * i + 1] = DIGITS[value[i] & 0xf];
        }
    }

    /** Whether the characters from {@code at} on spell {@code value}. */
    static boolean spells(byte[] value, byte[] bytes, int at) {
        for (int i = 0; i < value.length; i++) {
            if (bytes[at + 2 * i] != DIGITS[(value[i] >> 4) & 0xf] || bytes[at + 2 * i + 1] != DIGITS[value[i] & 0xf]) {
                return false;
            }
        }
        return true;
    }

    static byte[] read(byte[] bytes, int at, int count) {
        byte[] value = new byte[count];
        for (int i = 0; i < count; i++) {
            value[i] = (byte) (nibble(bytes[at + 2 * i]) << 4 | nibble(bytes[at + 2 * i + 1]));
        }
        return value;
    }

    private static int nibble(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
    }
}
