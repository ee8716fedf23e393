package dev.diptych.ports.driving;

/** Verifies, and keeps writers away from a ledger in which it found something, also in later processes. */
@FunctionalInterface
public interface VerifyAndHold {
    /**
     * Verifies as {@link VerifyParity} does. If it finds what the next opening does not mend by itself, it leaves a mark,
     * durably: opening for writing is refused with {@link OpenRefusal.Held} until a full verification by this method is clean,
     * which takes the mark away. Reading, replay and restore go on. A writer that holds the ledger already is not stopped.
     *
     * @throws dev.diptych.ports.driven.PortException if the copies cannot be compared, or the mark cannot be written
     */
    Outcome verify(VerifyRequest request);

    /**
     * @param report what was found
     * @param held what became of the mark
     */
    record Outcome(VerifyReport report, Held held) {}

    /** What became of the mark. */
    enum Held {
        /** There is none. */
        NOT_HELD,
        /** It was left, or left anew. */
        MARKED,
        /** It stays: this verification was not clean, or not full, or another reason for it is left. */
        STILL_HELD,
        /** It was taken away. */
        RELEASED
    }
}
