package dev.diptych.domain.chain;

import dev.diptych.domain.transaction.OutcomeEvent;
import java.util.Optional;

/** What a stretch of a log holds, as far as its readers must know without looking at every event themselves. */
final class Seen {
    private long events;
    private long firstUnknownOwn;
    private boolean voidFlagsUnjudged;
    private boolean signed;

    /** A well-formed line. */
    void sound(SealedEvent event) {
        events++;
        signed |= event.isSigned();
        if (!OwnTypes.isOwn(event)) {
            return;
        }
        boolean understood = OwnTypes.isUnderstood(event);
        voidFlagsUnjudged |=
                OwnTypes.leavesVoidFlagsUnjudged(event.type().value()) || !understood && OutcomeEvent.isOne(event);
        if (!understood) {
            unknownOwn(event.sequenceValue());
        }
    }

    /** A line that can be read, though a hash of it is wrong. */
    void readable(byte[] line, long claimedSequence) {
        events++;
        Optional<LineFields> fields = LineFields.split(line);
        if (fields.isPresent()) {
            signed |= fields.get().has("signature");
            String type = fields.get().unquoted("event_type").orElse("");
            String payload = fields.get().text("payload").orElse("");
            voidFlagsUnjudged |= OwnTypes.leavesVoidFlagsUnjudged(type);
            if (OwnTypes.forbidsWriting(type, payload)) {
                unknownOwn(claimedSequence);
            }
        }
    }

    /** Takes over what lies in {@code further}, which comes later in the log, and empties it. */
    void takeOver(Seen further) {
        events += further.events;
        signed |= further.signed;
        voidFlagsUnjudged |= further.voidFlagsUnjudged;
        if (firstUnknownOwn == 0) {
            firstUnknownOwn = further.firstUnknownOwn;
        }
        further.clear();
    }

    void clear() {
        events = 0;
        firstUnknownOwn = 0;
        voidFlagsUnjudged = false;
        signed = false;
    }

    long events() {
        return events;
    }

    /** The sequence of the first event that this version must not write behind; 0 if there is none. */
    long firstUnknownOwn() {
        return firstUnknownOwn;
    }

    boolean voidFlagsUnjudged() {
        return voidFlagsUnjudged;
    }

    boolean signed() {
        return signed;
    }

    private void unknownOwn(long sequence) {
        if (firstUnknownOwn == 0) {
            firstUnknownOwn = sequence;
        }
    }
}
