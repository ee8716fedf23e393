package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.RandomBytes;
import java.util.Random;

/** Bytes that a test can repeat: the same seed gives the same bytes in the same order. */
public final class SeededRandomBytes implements RandomBytes {
    private final Random random;

    private SeededRandomBytes(long seed) {
        random = new Random(seed);
    }

    public static SeededRandomBytes of(long seed) {
        return new SeededRandomBytes(seed);
    }

    @Override
    public byte[] next(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
