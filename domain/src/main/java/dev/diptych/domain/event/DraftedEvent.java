package dev.diptych.domain.event;

/**
 * A draft that is fit to be sealed: its payload has been read and it has an id.
 *
 * @param draft what the caller handed in; what it left out is not compared when the same id comes again
 * @param id the draft's id, or the one generated for it
 * @param payload the draft's payload, read
 */
public record DraftedEvent(EventDraft draft, EventId id, Payload payload) {
    public DraftedEvent {
        if (draft.id().isPresent() && !draft.id().get().equals(id)) {
            throw new IllegalArgumentException(
                    "id must be the draft's own, " + draft.id().get() + ", was " + id);
        }
    }
}
