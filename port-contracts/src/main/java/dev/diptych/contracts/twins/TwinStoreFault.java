package dev.diptych.contracts.twins;

/** What goes wrong at one operation on a twin store. */
public enum TwinStoreFault {
    /** It fails and has no effect. A rollback does not fail: there is nothing that it could leave behind. */
    FAIL_BEFORE,
    /** It takes effect and is reported as failed. */
    FAIL_AFTER,
    /** The process is killed before it. */
    STOP_BEFORE,
    /** The process is killed when it has taken effect, and before it returns. */
    STOP_AFTER;

    boolean takesEffect() {
        return this == FAIL_AFTER || this == STOP_AFTER;
    }

    boolean stops() {
        return this == STOP_BEFORE || this == STOP_AFTER;
    }
}
