package dev.diptych.domain.transaction;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the ledger's own events of the types {@code diptych.transaction.*} say.
 *
 * <p>The payload is closed and has one spelling. Whatever is spelled otherwise, or is of another such type, is of a version
 * that this program does not know.
 */
public sealed interface OutcomeEvent permits OutcomeRecord, OutcomeEvent.Unknown {
    /** What all types of these events begin with. */
    String TYPE_PREFIX = "diptych.transaction.";

    /** The type that the event has. */
    EventType type();

    /** The payload as JSON text. */
    String json();

    /** Something that a newer program wrote. */
    record Unknown(EventType type, String json) implements OutcomeEvent {}

    /** What the event says of a transaction; empty for one of any other type. */
    static Optional<OutcomeEvent> of(SealedEvent event) {
        return isOne(event) ? Optional.of(read(event.type(), event.payload().toString())) : Optional.empty();
    }

    /** Whether the event is of such a type; makes no object. */
    static boolean isOne(SealedEvent event) {
        return event.isTypePrefixedBy(TypePrefix.BYTES);
    }

    /** {@link #TYPE_PREFIX} as it stands on a line; an interface keeps no array of its own from being changed. */
    final class TypePrefix {
        private static final byte[] BYTES = TYPE_PREFIX.getBytes(StandardCharsets.US_ASCII);

        private TypePrefix() {}
    }

    /** What a payload of a type that begins with {@link #TYPE_PREFIX} says. */
    static OutcomeEvent read(EventType type, String json) {
        return OutcomeRecord.read(type, json)
                .<OutcomeEvent>map(known -> known)
                .orElseGet(() -> new Unknown(type, json));
    }
}
