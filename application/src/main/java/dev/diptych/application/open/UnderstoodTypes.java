package dev.diptych.application.open;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.policy.BrokenGlassRecord;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.OpenRefusal;
import java.util.Optional;

/** Which of the ledger's own types this program knows. One that it does not know it may read, and must not write beside. */
public final class UnderstoodTypes {
    private UnderstoodTypes() {}

    /** The first own type in the store that this program does not know. */
    public static Optional<String> unknownIn(StoreReader store) {
        return store.ownTypes().stream()
                .filter(type -> !type.equals(BrokenGlassRecord.EVENT_TYPE))
                .findFirst();
    }

    public static OpenRefusal refusal(String type) {
        return new OpenRefusal.UnknownVersion("the ledger holds events of type " + type
                + ", which this program does not understand: it may read this ledger but not write it. Nothing was changed."
                + " Next: use the newer program that wrote it");
    }

    /** The refusal for an event that belongs to a transaction, whose outcome this program cannot tell. */
    public static OpenRefusal refusalOfBound(SealedEvent event) {
        return new OpenRefusal.UnknownVersion("the event at sequence " + event.sequence()
                + " is bound to a transaction, which this program does not understand: it may read this ledger but not"
                + " write it. Nothing was changed. Next: use the newer program that wrote it");
    }

    /** The refusal for an event that this program does not understand. */
    public static OpenRefusal refusal(SealedEvent event) {
        return event.isBound() ? refusalOfBound(event) : refusal(event.type().value());
    }
}
