package dev.diptych.ports.driven;

/** Randomness that nobody can foresee, for ledger and store ids. Safe for use by many threads. */
@FunctionalInterface
public interface RandomBytes {
    byte[] next(int count);
}
