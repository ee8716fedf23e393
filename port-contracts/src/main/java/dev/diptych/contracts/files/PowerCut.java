package dev.diptych.contracts.files;

import java.util.Random;

/**
 * What a power cut leaves of that which no force covered. The same values leave the same bytes.
 *
 * @param survival how it is chosen
 * @param seed what it is chosen by
 */
public record PowerCut(Survival survival, long seed) {
    /** How it is chosen what survives. */
    public enum Survival {
        /** Nothing. */
        NOTHING,
        /** Everything. */
        ALL,
        /** The first bytes written, and the first names made, up to some point. */
        PREFIX,
        /** Of each block of 512 bytes written: all, nothing, or garbage; nothing outside the bytes written changes. */
        GARBLED,
        /** Some of the writes, perhaps later ones without earlier ones. */
        REORDERED
    }

    /** Chooses the kind of survival by the seed too. */
    public static PowerCut seeded(long seed) {
        Survival[] all = Survival.values();
        return new PowerCut(all[Math.floorMod(seed, all.length)], seed);
    }

    Random random() {
        return new Random(seed * 0x9E3779B97F4A7C15L + survival.ordinal());
    }
}
