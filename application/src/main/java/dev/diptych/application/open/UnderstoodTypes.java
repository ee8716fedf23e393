package dev.diptych.application.open;

import dev.diptych.domain.chain.OwnTypes;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.OpenRefusal;
import java.util.Optional;

/** Which of the ledger's own types this program knows. One that it does not know it may read, and must not write beside. */
public final class UnderstoodTypes {
    private UnderstoodTypes() {}

    /**
     * The refusal to write behind what the store holds; empty if this program understands it all. Found through the index
     * of types, and by reading the events about keys and the boundaries, which are few. What outcomes say was read by whoever
     * wrote their rows.
     */
    public static Optional<OpenRefusal> refusalOf(StoreReader store) {
        return store.ownTypes().stream()
                .filter(type -> !OwnTypes.isKnown(type))
                .findFirst()
                .map(UnderstoodTypes::refusal)
                .or(() -> refusalOfWhatIsSaid(OwnEventWalk.aboutKeys(store)))
                .or(() -> refusalOfWhatIsSaid(OwnEventWalk.ofBoundaries(store)));
    }

    private static Optional<OpenRefusal> refusalOfWhatIsSaid(OwnEventWalk walk) {
        while (walk.advance()) {
            if (!OwnTypes.isUnderstood(walk.event())) {
                return Optional.of(refusal(walk.event()));
            }
        }
        return Optional.empty();
    }

    private static OpenRefusal refusal(String type) {
        return new OpenRefusal.UnknownVersion("the ledger holds events of type " + type
                + ", which this program does not understand: it may read this ledger but not write it. Nothing was changed."
                + " Next: use the newer program that wrote it");
    }

    private static OpenRefusal refusalOfPayload(SealedEvent event) {
        return new OpenRefusal.UnknownVersion("the event at sequence " + event.sequence() + " of type " + event.type()
                + " says what this program does not understand: it may read this ledger but not write it. Nothing was"
                + " changed. Next: use the newer program that wrote it");
    }

    /** The refusal for an event that this program does not understand. */
    public static OpenRefusal refusal(SealedEvent event) {
        return OwnTypes.isKnown(event.type().value())
                ? refusalOfPayload(event)
                : refusal(event.type().value());
    }
}
