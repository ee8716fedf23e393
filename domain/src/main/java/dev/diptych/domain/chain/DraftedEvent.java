package dev.diptych.domain.chain;

import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.signature.KeyId;
import java.util.Optional;

/**
 * A draft that is fit to be sealed: its payload has been read and it has an id.
 *
 * @param draft what the caller handed in; what it left out is not compared when the same id comes again
 * @param id the draft's id, or the one generated for it
 * @param payload the draft's payload, read
 * @param key the key that is to sign it; empty for an event that nobody signs
 * @param isBound whether it belongs to a caller's transaction, whose outcome a later event tells
 */
public record DraftedEvent(EventDraft draft, EventId id, Payload payload, Optional<KeyId> key, boolean isBound) {
    /** A draft that nobody signs. */
    public DraftedEvent(EventDraft draft, EventId id, Payload payload) {
        this(draft, id, payload, Optional.empty());
    }

    /** A draft that belongs to no transaction. */
    public DraftedEvent(EventDraft draft, EventId id, Payload payload, Optional<KeyId> key) {
        this(draft, id, payload, key, false);
    }

    /** The same draft, in a caller's transaction. */
    public DraftedEvent bound() {
        return new DraftedEvent(draft, id, payload, key, true);
    }

    public DraftedEvent {
        if (draft.id().isPresent() && !draft.id().get().equals(id)) {
            throw new IllegalArgumentException(
                    "id must be the draft's own, " + draft.id().get() + ", was " + id);
        }
    }
}
