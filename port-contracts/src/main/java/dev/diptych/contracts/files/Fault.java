package dev.diptych.contracts.files;

/** What goes wrong at one call. */
public enum Fault {
    /**
     * The call fails with an input/output error and has no effect. A force that fails leaves what was written readable
     * and counted as clean: a later force that succeeds does not cover it, and a power cut takes it.
     */
    ERROR,
    /** The call fails because the medium is full, and has no effect. */
    NO_SPACE,
    /** A write puts the first half of its bytes and then fails because the medium is full; any other call as with {@link #NO_SPACE}. */
    SHORT_WRITE,
    /** The process is killed before the call. What was written stays; locks are gone. */
    STOP_BEFORE,
    /** The process is killed in the middle of a write, after the first half of its bytes; any other call as with {@link #STOP_BEFORE}. */
    STOP_MIDWAY,
    /** The process is killed after the call and before it returns. */
    STOP_AFTER,
    /**
     * The power fails during the call. Of what no force covered anything may survive, the bytes of this call included;
     * a force that was under way promised nothing.
     */
    POWER_CUT
}
