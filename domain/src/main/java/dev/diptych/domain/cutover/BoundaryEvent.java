package dev.diptych.domain.cutover;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventType;
import java.util.Optional;

/**
 * What the ledger's own events of the types {@code diptych.schema.cutover.v1} and {@code diptych.store.cutover.v1} say: from
 * here on only a store of a certain epoch, or a certain store, may be written.
 *
 * <p>The payloads are closed and have one spelling: their keys in their order, no white space, {@code "} and {@code \} escaped
 * and nothing else. Whatever is spelled otherwise is of a version that this program does not know.
 */
public sealed interface BoundaryEvent permits BoundaryEvent.Known, BoundaryEvent.Unknown {
    /** A boundary that this version understands. */
    sealed interface Known extends BoundaryEvent permits SchemaCutover, StoreCutover {
        /** The epoch of every store that may be written from here on. */
        long epoch();
    }

    /** Something that a newer program wrote. */
    record Unknown(EventType type, String json) implements BoundaryEvent {}

    /** The type that the event has. */
    EventType type();

    /** The payload as JSON text. */
    String json();

    /** Whether events of the type are boundaries. */
    static boolean isBoundary(EventType type) {
        return type.equals(SchemaCutover.TYPE) || type.equals(StoreCutover.TYPE);
    }

    /** What the event says of a boundary; empty for one of any other type. */
    static Optional<BoundaryEvent> of(SealedEvent event) {
        EventType type = event.type();
        return isBoundary(type) ? Optional.of(read(type, event.payload().toString())) : Optional.empty();
    }

    /** What a payload of one of the two types says. */
    static BoundaryEvent read(EventType type, String json) {
        Optional<? extends Known> known = type.equals(SchemaCutover.TYPE)
                ? SchemaCutover.read(json)
                : type.equals(StoreCutover.TYPE) ? StoreCutover.read(json) : Optional.empty();
        return known.<BoundaryEvent>map(boundary -> boundary).orElseGet(() -> new Unknown(type, json));
    }
}
