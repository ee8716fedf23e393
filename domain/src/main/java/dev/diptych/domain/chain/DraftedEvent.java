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
 */
public record DraftedEvent(EventDraft draft, EventId id, Payload payload, Optional<KeyId> key) {
    /** A draft that nobody signs. */
    public DraftedEvent(EventDraft draft, EventId id, Payload payload) {
        this(draft, id, payload, Optional.empty());
    }

    public DraftedEvent {
        if (draft.id().isPresent() && !draft.id().get().equals(id)) {
            throw new IllegalArgumentException(
                    "id must be the draft's own, " + draft.id().get() + ", was " + id);
        }
    }
}
