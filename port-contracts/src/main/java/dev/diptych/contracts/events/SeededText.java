package dev.diptych.contracts.events;

import java.util.Random;

/** Text for envelopes: one to many code points of every plane, quotes and backslashes, nothing that is refused. */
final class SeededText {
    /** First and last code point of each kind of character; the ends are where encoders go wrong. */
    private static final int[][] RANGES = {
        {'a', 'z'},
        {'0', '9'},
        {' ', '/'},
        {'"', '"'},
        {'\\', '\\'},
        {0x80, 0x7FF},
        {0x800, 0xD7FF},
        {0xE000, 0xFFFF},
        {0x10000, 0x10FFFF},
        {0x2028, 0x2029},
        {0x300, 0x36F},
        {0xFEFF, 0xFEFF}
    };

    private final Random random;

    SeededText(Random random) {
        this.random = random;
    }

    /** 1 to {@code codePointsMax} code points, mostly few. */
    String envelope(int codePointsMax) {
        int count = random.nextInt(20) == 0 ? codePointsMax : 1 + random.nextInt(Math.min(12, codePointsMax));
        StringBuilder out = new StringBuilder();
        boolean plain = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            out.appendCodePoint(plain ? 'a' + random.nextInt(26) : codePoint());
        }
        return out.toString();
    }

    int codePoint() {
        int[] range = RANGES[random.nextInt(RANGES.length)];
        return switch (random.nextInt(4)) {
            case 0 -> range[0];
            case 1 -> range[1];
            default -> range[0] + random.nextInt(range[1] - range[0] + 1);
        };
    }
}
