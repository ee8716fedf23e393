package dev.diptych.ports.driving;

/**
 * Compares both copies and judges the log. Writes nothing. Full verification reads each copy once, in constant memory;
 * quick verification costs the same at any size.
 */
public interface VerifyParity {
    VerifyReport verify(VerifyRequest request);
}
