package dev.diptych.contracts.stores;

/** What goes wrong at one call on a store. */
public enum StoreFault {
    /** The call fails and has no effect. */
    ERROR,
    /** The call took effect and is reported as failed. A COMMIT with bound events so becomes an uncertain one. */
    ERROR_AFTER,
    /** As {@link #ERROR}; the medium has failed, and every later call but a close is refused. */
    BROKEN,
    /** As {@link #ERROR_AFTER}; the medium has failed, and every later call but a close is refused. */
    BROKEN_AFTER,
    /** Another writer keeps the store; the call has no effect. */
    BUSY,
    /** The process is killed before the call. */
    STOP_BEFORE,
    /** The process is killed after the call and before it returns. */
    STOP_AFTER;

    boolean stops() {
        return this == STOP_BEFORE || this == STOP_AFTER;
    }

    boolean breaks() {
        return this == BROKEN || this == BROKEN_AFTER;
    }

    boolean takesEffect() {
        return this == ERROR_AFTER || this == BROKEN_AFTER || this == STOP_AFTER;
    }
}
