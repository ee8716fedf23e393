package dev.diptych.application.append;

import dev.diptych.application.MirrorParts;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventIdGenerator;
import dev.diptych.ports.driven.PayloadReader;
import java.util.Optional;

/**
 * Makes drafts fit to be sealed, on the thread of their caller: reads the payload, gives an id, and decides the size
 * before anything is sealed.
 */
final class DraftIntake {
    private final PayloadReader payloads;
    private final EventIdGenerator ids;
    private final Limits limits;

    DraftIntake(MirrorParts parts) {
        payloads = parts.sealing();
        ids = parts.ids();
        limits = parts.settings().limits();
    }

    /**
     * @param key the key that is to sign it; empty where nobody does
     * @throws InvalidEventException if the draft cannot become an event
     */
    DraftedEvent take(EventDraft draft, Optional<KeyId> key) {
        if (draft.type().isOwn()) {
            throw new InvalidEventException(
                    "event_type",
                    "a type that does not begin with diptych., which are the ledger's own",
                    draft.type().value());
        }
        if (draft.tags().values().size() > limits.tagsMax()) {
            throw new InvalidEventException(
                    "domain_tags",
                    "at most " + limits.tagsMax() + " tags",
                    draft.tags().values().size() + " tags");
        }
        return sized(draft, key);
    }

    /** Makes an event of the ledger's own fit to be sealed. */
    DraftedEvent takeOwn(EventDraft draft, Optional<KeyId> key) {
        return sized(draft, key);
    }

    private DraftedEvent sized(EventDraft draft, Optional<KeyId> key) {
        DraftedEvent drafted =
                new DraftedEvent(draft, draft.id().orElseGet(ids::next), Payload.read(draft.payload(), payloads), key);
        int bytes = EventSealer.lineBytesMax(drafted);
        if (bytes > limits.lineBytesMax()) {
            throw new InvalidEventException(
                    "payload",
                    "a line of at most " + limits.lineBytesMax() + " bytes",
                    "a draft whose line may have " + bytes + " bytes");
        }
        return drafted;
    }
}
