package dev.diptych.domain.chain;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a stretch of a log holds, as far as its readers must know without looking at every event themselves. */
final class Seen {
    private static final byte[] OWN_PREFIX = "diptych.".getBytes(StandardCharsets.US_ASCII);
    private static final String BROKEN_GLASS = "diptych.policy.broken_glass.v1";
    private static final String FORMAT = "diptych.format.v1";

    private long events;
    private long firstUnknownOwn;
    private boolean voidFlagsUnjudged;
    private boolean signed;

    /** A well-formed line. */
    void sound(SealedEvent event) {
        events++;
        signed |= event.isSigned();
        if (event.isBound()) {
            unknownOwn(event.sequenceValue());
            voidFlagsUnjudged = true;
        } else if (event.isTypePrefixedBy(OWN_PREFIX)) {
            ownType(event.sequenceValue(), event.type().value());
        }
    }

    /** A line that can be read, though a hash of it is wrong. */
    void readable(byte[] line, long claimedSequence) {
        events++;
        Optional<LineFields> fields = LineFields.split(line);
        if (fields.isEmpty()) {
            return;
        }
        signed |= fields.get().has("signature");
        if (fields.get().has("bound")) {
            unknownOwn(claimedSequence);
            voidFlagsUnjudged = true;
            return;
        }
        String type = fields.get().text("event_type").orElse("");
        if (type.startsWith("\"diptych.")) {
            ownType(claimedSequence, type.substring(1, type.length() - 1));
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

    private void ownType(long sequence, String type) {
        if (!type.equals(BROKEN_GLASS)) {
            unknownOwn(sequence);
            voidFlagsUnjudged |= !type.equals(FORMAT);
        }
    }

    private void unknownOwn(long sequence) {
        if (firstUnknownOwn == 0) {
            firstUnknownOwn = sequence;
        }
    }
}
