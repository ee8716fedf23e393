package dev.diptych.domain.chain;

/** Well-formed UTF-8 (Unicode 15, table 3-7), byte by byte and without making text. */
final class Utf8 {
    private Utf8() {}

    /** The bytes of the character at {@code at}, 1 to 4; 0 where there is none before {@code end}. */
    static int step(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > end || !secondFits(lead, bytes[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte. */
    private static boolean secondFits(int lead, int second) {
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= least && second <= most;
    }
}
