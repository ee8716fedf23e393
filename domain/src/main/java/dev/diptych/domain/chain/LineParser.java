package dev.diptych.domain.chain;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EnvelopeText;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventType;
import java.nio.charset.StandardCharsets;

/**
 * Reads one line of format version 1 in one pass and refuses whatever the encoder would not have written.
 *
 * <p>A line is, without white space between tokens and with a key marked * left out where it has no value:
 *
 * <pre>
 * {"seq":N,"batch":N,"batch_end":N,"id":"…","schema_version":1,"observed_at":"T","recorded_at":"T",
 *  "source":{"type":"…","name":"…"*},"event_type":"…","trace_id":"…"*,"session_id":"…"*,"domain_tags":[…],
 *  "bound":true*,"key_id":"…"*,"payload_hash":"H","prev_event_hash":"H",      (the envelope ends here)
 *  "event_hash":"H","signature":"S"*,"payload":…}LF
 * </pre>
 *
 * <p>Because every token is matched in order and every value has one spelling only, a line that is accepted is, byte
 * for byte, what the encoder writes for what it says: there is nothing to encode again and compare. Hashes and the
 * grammar of the payload are judged elsewhere. One thread at a time.
 */
final class LineParser {
    private static final byte[] SEQ = ascii("{\"seq\":");
    private static final byte[] BATCH = ascii(",\"batch\":");
    private static final byte[] BATCH_END = ascii(",\"batch_end\":");
    private static final byte[] ID = ascii(",\"id\":\"");
    private static final byte[] SCHEMA_VERSION = ascii("\",\"schema_version\":");
    private static final byte[] OBSERVED_AT = ascii(",\"observed_at\":\"");
    private static final byte[] RECORDED_AT = ascii("\",\"recorded_at\":\"");
    private static final byte[] SOURCE = ascii("\",\"source\":{\"type\":\"");
    private static final byte[] SOURCE_NAME = ascii("\",\"name\":\"");
    private static final byte[] EVENT_TYPE = ascii("\"},\"event_type\":\"");
    private static final byte[] TRACE_ID = ascii("\",\"trace_id\":\"");
    private static final byte[] SESSION_ID = ascii("\",\"session_id\":\"");
    private static final byte[] DOMAIN_TAGS = ascii("\",\"domain_tags\":[");
    private static final byte[] BOUND = ascii(",\"bound\":true");
    private static final byte[] KEY_ID = ascii(",\"key_id\":\"");
    private static final byte[] QUOTE = ascii("\"");
    private static final byte[] PAYLOAD_HASH = ascii(",\"payload_hash\":\"");
    private static final byte[] PREVIOUS = ascii("\",\"prev_event_hash\":\"");
    private static final byte[] EVENT_HASH = ascii(",\"event_hash\":\"");
    private static final byte[] SIGNATURE = ascii("\",\"signature\":\"");
    private static final byte[] PAYLOAD = ascii("\",\"payload\":");
    private static final int SOURCE_TYPE_CHARACTERS_MAX = 64;
    private static final int KEY_ID_CHARACTERS_MAX = 128;

    private final LineCursor in = new LineCursor();
    private long version;

    /** How far a line was understood. */
    enum Reach {
        /** Not even the first part, {@code {"seq":N,"batch":N,}. */
        NOTHING,
        /** The first part, so that the sequence and batch that it claims are known. */
        FIRST_PART,
        /** The keys that are the same in every version, and a version that is not 1. */
        OTHER_VERSION,
        /** All of it. */
        WHOLE
    }

    /** What was expected at {@link #failedAt()}; meaningful after anything but {@link Reach#WHOLE}. */
    String expected() {
        return in.expected();
    }

    int failedAt() {
        return in.at();
    }

    /** The version read last, with {@link Reach#OTHER_VERSION} or {@link Reach#WHOLE}. */
    long version() {
        return version;
    }

    /** Reads {@code bytes} from 0 up to {@code to}, which points behind the line's LF. */
    Reach parse(byte[] bytes, int to, LineLayout out) {
        in.begin(bytes, to);
        if (!firstPart(out)) {
            return Reach.NOTHING;
        }
        if (!restOfFirstKeys(out)) {
            return Reach.FIRST_PART;
        }
        if (version != SealedEvent.FORMAT_VERSION) {
            return Reach.OTHER_VERSION;
        }
        return restOfEnvelope(out) && hashesAndPayload(out) ? Reach.WHOLE : Reach.FIRST_PART;
    }

    private boolean firstPart(LineLayout out) {
        return in.token(SEQ)
                && (out.sequence = in.number()) > 0
                && in.token(BATCH)
                && (out.batchFirst = in.number()) > 0
                && (in.isAt(',') || in.refuse(","));
    }

    private boolean restOfFirstKeys(LineLayout out) {
        return in.token(BATCH_END)
                && (out.batchLast = in.number()) > 0
                && id(out)
                && in.token(SCHEMA_VERSION)
                && (version = in.number()) > 0;
    }

    private boolean restOfEnvelope(LineLayout out) {
        return in.token(OBSERVED_AT)
                && (out.observedAt = in.time()) > 0
                && in.token(RECORDED_AT)
                && (out.recordedAt = in.time()) > 0
                && source(out)
                && eventType(out)
                && trace(out)
                && session(out)
                && tags(out)
                && boundAndKey(out)
                && in.token(PAYLOAD_HASH)
                && (out.payloadHashAt = in.hash()) > 0
                && in.token(PREVIOUS)
                && (out.previousHashAt = in.hash()) > 0
                && in.token(QUOTE)
                && (out.envelopeTo = in.at()) > 0;
    }

    private boolean hashesAndPayload(LineLayout out) {
        return in.token(EVENT_HASH)
                && (out.eventHashAt = in.hash()) > 0
                && signature(out)
                && in.token(PAYLOAD)
                && payload(out);
    }

    private boolean signature(LineLayout out) {
        out.signatureAt = LineLayout.ABSENT;
        boolean keyed = out.keyIdFrom != LineLayout.ABSENT;
        if (!in.take(SIGNATURE)) {
            return !keyed || in.refuse("a signature, since there is a key_id");
        }
        out.signatureAt = in.at();
        return (keyed || in.refuse("no signature, since there is no key_id")) && in.signature();
    }

    private boolean payload(LineLayout out) {
        out.payloadFrom = in.at();
        if (!in.payload()) {
            return false;
        }
        out.payloadTo = in.at();
        return true;
    }

    private boolean id(LineLayout out) {
        if (!in.token(ID)) {
            return false;
        }
        out.idFrom = in.at();
        boolean fits = in.id(EventId.CHARACTERS_MAX);
        out.idTo = in.at();
        return fits;
    }

    private boolean source(LineLayout out) {
        if (!in.token(SOURCE)) {
            return false;
        }
        out.sourceTypeFrom = in.at();
        if (!in.name(SOURCE_TYPE_CHARACTERS_MAX)) {
            return false;
        }
        out.sourceTypeTo = in.at();
        out.sourceNameFrom = LineLayout.ABSENT;
        if (in.take(SOURCE_NAME)) {
            out.sourceNameFrom = in.at();
            if (!in.text(EnvelopeText.CODE_POINTS_MAX)) {
                return false;
            }
            out.sourceNameTo = in.at();
        }
        return true;
    }

    private boolean eventType(LineLayout out) {
        if (!in.token(EVENT_TYPE)) {
            return false;
        }
        out.typeFrom = in.at();
        boolean fits = in.versionedType(EventType.CHARACTERS_MAX);
        out.typeTo = in.at();
        return fits;
    }

    private boolean trace(LineLayout out) {
        out.traceFrom = LineLayout.ABSENT;
        if (in.take(TRACE_ID)) {
            out.traceFrom = in.at();
            if (!in.text(EnvelopeText.CODE_POINTS_MAX)) {
                return false;
            }
            out.traceTo = in.at();
        }
        return true;
    }

    private boolean session(LineLayout out) {
        out.sessionFrom = LineLayout.ABSENT;
        if (in.take(SESSION_ID)) {
            out.sessionFrom = in.at();
            if (!in.text(EnvelopeText.CODE_POINTS_MAX)) {
                return false;
            }
            out.sessionTo = in.at();
        }
        return true;
    }

    private boolean tags(LineLayout out) {
        if (!in.token(DOMAIN_TAGS)) {
            return false;
        }
        out.tagsFrom = in.at() - 1;
        out.tagCount = 0;
        boolean more = in.isAt('"');
        while (more) {
            if (!tag(out)) {
                return false;
            }
            more = in.isAt(',');
            if (more) {
                in.step();
                if (!in.isAt('"')) {
                    return in.refuse("a tag after the comma");
                }
            }
        }
        if (!in.isAt(']')) {
            return in.refuse("the end of the tags");
        }
        in.step();
        out.tagsTo = in.at();
        return true;
    }

    private boolean tag(LineLayout out) {
        in.step();
        int from = in.at();
        if (!in.text(EnvelopeText.TAG_CODE_POINTS_MAX) || !in.token(QUOTE)) {
            return false;
        }
        if (in.isRepeated(out.tagsFrom + 1, from - 1, from, in.at() - 1)) {
            return in.refuse("each tag once");
        }
        return ++out.tagCount <= DomainTags.COUNT_MAX || in.refuse("at most 32 tags");
    }

    private boolean boundAndKey(LineLayout out) {
        out.bound = in.take(BOUND);
        out.keyIdFrom = LineLayout.ABSENT;
        if (!in.take(KEY_ID)) {
            return true;
        }
        out.keyIdFrom = in.at();
        boolean fits = in.keyId(KEY_ID_CHARACTERS_MAX);
        out.keyIdTo = in.at();
        return fits && in.token(QUOTE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
