package dev.diptych.domain.chain;

import dev.diptych.domain.event.DraftedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.signature.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a draft says what an event of its id, already recorded, says.
 *
 * <p>Compared are type, source, tags and payload; trace, session and {@code observed_at} where the draft gives them; and by
 * which key it is to be signed, if by any: an unsigned event does not answer for a signed one, nor the other way round.
 * What the draft left out, and when the event was recorded, is not compared, so that trying an append again is never a
 * conflict. Payloads are equal only if they are spelled alike: other key order, or 1.0 for 1, is other content.
 */
public final class DraftComparison {
    private DraftComparison() {}

    /** The keys in which an unsigned draft differs, in the order of the format; empty if it says the same. */
    public static List<String> differing(DraftedEvent drafted, SealedEvent recorded) {
        return differing(drafted, Optional.empty(), recorded);
    }

    /**
     * The keys in which the draft differs, in the order of the format; empty if it says the same.
     *
     * @param key the key that is to sign it
     */
    public static List<String> differing(DraftedEvent drafted, Optional<KeyId> key, SealedEvent recorded) {
        EventDraft draft = drafted.draft();
        List<String> fields = new ArrayList<>();
        if (!drafted.id().equals(recorded.id())) {
            fields.add("id");
        }
        if (isGivenAndDiffers(draft.observedAt(), Optional.of(recorded.observedAt()))) {
            fields.add("observed_at");
        }
        if (!draft.source().equals(recorded.source())) {
            fields.add("source");
        }
        if (!draft.type().equals(recorded.type())) {
            fields.add("event_type");
        }
        if (isGivenAndDiffers(draft.traceId(), recorded.traceId())) {
            fields.add("trace_id");
        }
        if (isGivenAndDiffers(draft.sessionId(), recorded.sessionId())) {
            fields.add("session_id");
        }
        if (!draft.tags().equals(recorded.tags())) {
            fields.add("domain_tags");
        }
        if (!key.equals(recorded.keyId())) {
            fields.add("key_id");
        }
        if (!drafted.payload().equals(recorded.payload())) {
            fields.add("payload");
        }
        return List.copyOf(fields);
    }

    private static <T> boolean isGivenAndDiffers(Optional<T> given, Optional<T> recorded) {
        return given.isPresent() && !given.equals(recorded);
    }
}
