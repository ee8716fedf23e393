package dev.diptych.ports.driving;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driven.EventCursor;
import java.util.Optional;

/** Reads a ledger's events from the store, beside a writer or without one. Takes no lock and writes nothing. */
@FunctionalInterface
public interface ReadLedger {
    /**
     * @throws dev.diptych.ports.driven.PortException if there is no store that can be read
     */
    View open();

    /** The events, for as long as it is open. Any number of threads. */
    interface View extends FindEvents, AutoCloseable {
        /** The highest sequence of an event that is mirrored; what lies beyond it in the log may not be durable yet. */
        Sequence mirroredThrough();

        /** The mirrored events after a sequence, in order. */
        EventCursor after(Sequence sequence);

        /** Whether an event that was found here happened. Asks the store nothing where the event is not bound. */
        EventStanding standing(SealedEvent event);

        /** What the store knows of the signature of an event; empty without its row, and in a store too old to tell. */
        Optional<Attestation> attestation(Sequence sequence);

        @Override
        void close();
    }
}
