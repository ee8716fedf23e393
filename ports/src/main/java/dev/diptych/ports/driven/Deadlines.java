package dev.diptych.ports.driven;

import java.time.Duration;

/** Tells when a time is over. Any thread. */
public interface Deadlines {
    /**
     * Begins to wait. When the time is over, {@code expired} is called on a thread of its own, and again a little later, for
     * as long as the deadline was not called off: it may have come at a moment at which it could do nothing.
     *
     * @param after from now on; not negative
     * @param expired must not throw
     * @return calls it off when closed. A call that runs then is waited for, so that none comes behind it; only where that
     *     call itself closes it, it is the last. Waiting is not ended by an interrupt
     */
    Deadline begin(Duration after, Runnable expired);

    /** A time that is running. */
    @FunctionalInterface
    interface Deadline extends AutoCloseable {
        @Override
        void close();
    }
}
