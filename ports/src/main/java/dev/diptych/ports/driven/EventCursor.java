package dev.diptych.ports.driven;

import dev.diptych.domain.chain.SealedEvent;

/** A walk over events in the order of their sequences. One thread at a time; close it. */
public interface EventCursor extends AutoCloseable {
    /**
     * Steps to the next event.
     *
     * @return whether there is one
     * @throws DamagedCopyException if what comes next is no sound event; the walk ends there
     */
    boolean advance();

    /**
     * The event stepped to last.
     *
     * @throws IllegalStateException if {@link #advance} was not called, or answered false
     */
    SealedEvent event();

    @Override
    void close();
}
