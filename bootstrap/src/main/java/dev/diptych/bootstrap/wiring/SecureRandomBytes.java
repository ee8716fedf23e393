package dev.diptych.bootstrap.wiring;

import dev.diptych.ports.driven.RandomBytes;
import java.security.SecureRandom;

/** Randomness from the operating system. */
public final class SecureRandomBytes implements RandomBytes {
    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] next(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
