package dev.diptych.domain.chain;

import dev.diptych.domain.event.DomainTags;
import dev.diptych.domain.event.EnvelopeText;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
    private static final int SIGNATURE_CHARACTERS = 86;

    private byte[] line = new byte[0];
    private int end;
    private int at;
    private String expected = "";

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
        return expected;
    }

    int failedAt() {
        return at;
    }

    /** The version read last, with {@link Reach#OTHER_VERSION} or {@link Reach#WHOLE}. */
    long version;

    /** Reads {@code bytes} from 0 up to {@code to}, which points behind the line's LF. */
    Reach parse(byte[] bytes, int to, LineLayout out) {
        line = bytes;
        end = to;
        at = 0;
        if (!(token(SEQ) && (out.sequence = number()) > 0 && token(BATCH) && (out.batchFirst = number()) > 0)
                || at >= end
                || line[at] != ',') {
            return Reach.NOTHING;
        }
        if (!(token(BATCH_END)
                && (out.batchLast = number()) > 0
                && id(out)
                && token(SCHEMA_VERSION)
                && (version = number()) > 0)) {
            return Reach.FIRST_PART;
        }
        if (version != SealedEvent.FORMAT_VERSION) {
            return Reach.OTHER_VERSION;
        }
        return restOfEnvelope(out) && hashesAndPayload(out) ? Reach.WHOLE : Reach.FIRST_PART;
    }

    private boolean restOfEnvelope(LineLayout out) {
        return token(OBSERVED_AT)
                && (out.observedAt = time()) > 0
                && token(RECORDED_AT)
                && (out.recordedAt = time()) > 0
                && source(out)
                && eventType(out)
                && traceAndSession(out)
                && tags(out)
                && boundAndKey(out)
                && token(PAYLOAD_HASH)
                && (out.payloadHashAt = hash()) > 0
                && token(PREVIOUS)
                && (out.previousHashAt = hash()) > 0
                && token(QUOTE)
                && mark(out);
    }

    private boolean mark(LineLayout out) {
        out.envelopeTo = at;
        return true;
    }

    private boolean hashesAndPayload(LineLayout out) {
        if (!token(EVENT_HASH) || (out.eventHashAt = hash()) < 0) {
            return false;
        }
        out.signatureAt = LineLayout.ABSENT;
        boolean signed = isNext(SIGNATURE);
        if (signed != (out.keyIdFrom != LineLayout.ABSENT)) {
            return refuse(signed ? "no signature, since there is no key_id" : "a signature, since there is a key_id");
        }
        if (signed) {
            at += SIGNATURE.length;
            out.signatureAt = at;
            if (!signature()) {
                return refuse("86 base64url characters whose spare bits are zero");
            }
        }
        if (!token(PAYLOAD)) {
            return false;
        }
        out.payloadFrom = at;
        out.payloadTo = end - 2;
        at = Math.max(at, end - 2);
        return end - 2 > out.payloadFrom && line[end - 2] == '}' && line[end - 1] == '\n'
                || refuse("a payload, then } and LF");
    }

    private boolean id(LineLayout out) {
        if (!token(ID)) {
            return false;
        }
        out.idFrom = at;
        while (at < end && isIdCharacter(line[at])) {
            at++;
        }
        out.idTo = at;
        int length = at - out.idFrom;
        return length >= 1 && length <= EventId.CHARACTERS_MAX || refuse("an id of 1 to 128 characters");
    }

    private boolean source(LineLayout out) {
        if (!token(SOURCE)) {
            return false;
        }
        out.sourceTypeFrom = at;
        while (at < end && isWord(line[at])) {
            at++;
        }
        out.sourceTypeTo = at;
        int length = at - out.sourceTypeFrom;
        if (length < 1 || length > 64 || line[out.sourceTypeFrom] < 'a') {
            return refuse("a source type");
        }
        out.sourceNameFrom = LineLayout.ABSENT;
        if (isNext(SOURCE_NAME)) {
            at += SOURCE_NAME.length;
            out.sourceNameFrom = at;
            if (!text(EnvelopeText.CODE_POINTS_MAX)) {
                return false;
            }
            out.sourceNameTo = at;
        }
        return true;
    }

    private boolean eventType(LineLayout out) {
        if (!token(EVENT_TYPE)) {
            return false;
        }
        out.typeFrom = at;
        int word = at;
        int lastWord = at;
        while (at < end && (isWord(line[at]) || line[at] == '.')) {
            if (line[at] == '.') {
                if (at == word) {
                    return refuse("a word before the dot");
                }
                word = at + 1;
                lastWord = word;
            }
            at++;
        }
        out.typeTo = at;
        int length = at - out.typeFrom;
        boolean versioned = lastWord > out.typeFrom
                && at - lastWord >= 2
                && line[lastWord] == 'v'
                && line[lastWord + 1] >= '1'
                && allDigits(lastWord + 1, at);
        return length <= EventType.CHARACTERS_MAX && versioned || refuse("an event type that ends in .vN");
    }

    private boolean traceAndSession(LineLayout out) {
        out.traceFrom = LineLayout.ABSENT;
        if (isNext(TRACE_ID)) {
            at += TRACE_ID.length;
            out.traceFrom = at;
            if (!text(EnvelopeText.CODE_POINTS_MAX)) {
                return false;
            }
            out.traceTo = at;
        }
        out.sessionFrom = LineLayout.ABSENT;
        if (isNext(SESSION_ID)) {
            at += SESSION_ID.length;
            out.sessionFrom = at;
            if (!text(EnvelopeText.CODE_POINTS_MAX)) {
                return false;
            }
            out.sessionTo = at;
        }
        return true;
    }

    private boolean tags(LineLayout out) {
        if (!token(DOMAIN_TAGS)) {
            return false;
        }
        out.tagsFrom = at - 1;
        out.tagCount = 0;
        while (at < end && line[at] == '"') {
            at++;
            int from = at;
            if (!text(EnvelopeText.TAG_CODE_POINTS_MAX) || !token(QUOTE)) {
                return false;
            }
            if (isRepeated(out.tagsFrom + 1, from - 1, from, at - 1)) {
                return refuse("each tag once");
            }
            if (++out.tagCount > DomainTags.COUNT_MAX) {
                return refuse("at most 32 tags");
            }
            if (at < end && line[at] == ',') {
                at++;
                if (at >= end || line[at] != '"') {
                    return refuse("a tag after the comma");
                }
            } else {
                break;
            }
        }
        if (at >= end || line[at] != ']') {
            return refuse("the end of the tags");
        }
        out.tagsTo = ++at;
        return true;
    }

    /** Whether one of the quoted tags that lie from {@code from} to {@code to} is the one from {@code tag} to {@code tagTo}. */
    private boolean isRepeated(int from, int to, int tag, int tagTo) {
        int start = from + 1;
        while (start < to) {
            int close = start;
            while (line[close] != '"') {
                close += line[close] == '\\' ? 2 : 1;
            }
            if (Arrays.equals(line, start, close, line, tag, tagTo)) {
                return true;
            }
            start = close + 3;
        }
        return false;
    }

    private boolean boundAndKey(LineLayout out) {
        out.bound = isNext(BOUND);
        at += out.bound ? BOUND.length : 0;
        out.keyIdFrom = LineLayout.ABSENT;
        if (isNext(KEY_ID)) {
            at += KEY_ID.length;
            out.keyIdFrom = at;
            while (at < end && isKeyCharacter(line[at])) {
                at++;
            }
            out.keyIdTo = at;
            int length = at - out.keyIdFrom;
            if (length < 1 || length > 128) {
                return refuse("a key id of 1 to 128 characters");
            }
            return token(QUOTE);
        }
        return true;
    }

    /** Passes over envelope text up to, not including, its closing quote: UTF-8, no control character, escapes of two characters only. */
    private boolean text(int codePointsMax) {
        int points = 0;
        while (at < end && line[at] != '"') {
            int step = Utf8.step(line, at, end);
            int b = line[at];
            if (step == 0 || b >= 0 && b < 0x20 || b == 0x7f) {
                return refuse("UTF-8 text without control characters");
            }
            if (b == '\\') {
                step = 2;
                if (at + 1 >= end || line[at + 1] != '"' && line[at + 1] != '\\') {
                    return refuse("an escaped quote or backslash, which alone are escaped");
                }
            }
            at += step;
            points++;
        }
        return points >= 1 && points <= codePointsMax || refuse("1 to " + codePointsMax + " characters of text");
    }

    private int time() {
        int from = at;
        if (end - at <= EventTime.TEXT_LENGTH || !EventTime.isCanonical(line, at)) {
            refuse("a time in UTC with six fraction digits");
            return -1;
        }
        at += EventTime.TEXT_LENGTH;
        return from;
    }

    private int hash() {
        int from = at;
        if (end - at <= EventHash.HEX_CHARACTERS || !Hex.isHex(line, at, EventHash.HEX_CHARACTERS)) {
            refuse("64 lower-case hexadecimal characters");
            return -1;
        }
        at += EventHash.HEX_CHARACTERS;
        return from;
    }

    private boolean signature() {
        int to = at + SIGNATURE_CHARACTERS;
        if (to >= end) {
            return false;
        }
        for (; at < to; at++) {
            byte c = line[at];
            if (!(isLetterOrDigit(c) || c == '_' || c == '-')) {
                return false;
            }
        }
        byte last = line[at - 1];
        return last == 'A' || last == 'Q' || last == 'g' || last == 'w';
    }

    /** A number from 1 to 2^53-1 without leading zeros, or -1. */
    private long number() {
        long value = 0;
        int from = at;
        while (at < end && at - from < 16 && line[at] >= '0' && line[at] <= '9') {
            value = value * 10 + (line[at] - '0');
            at++;
        }
        if (at == from || line[from] == '0' || value > Sequence.VALUE_MAX || at < end && isDigit(line[at])) {
            refuse("a number from 1 to 2^53-1");
            return -1;
        }
        return value;
    }

    private boolean token(byte[] token) {
        if (isNext(token)) {
            at += token.length;
            return true;
        }
        return refuse(new String(token, StandardCharsets.US_ASCII));
    }

    private boolean isNext(byte[] token) {
        if (end - at < token.length) {
            return false;
        }
        return Arrays.equals(line, at, at + token.length, token, 0, token.length);
    }

    private boolean refuse(String wanted) {
        expected = wanted;
        return false;
    }

    private boolean allDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(line[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(byte c) {
        return c >= 'a' && c <= 'z' || isDigit(c) || c == '_';
    }

    private static boolean isLetterOrDigit(byte c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
    }

    private static boolean isIdCharacter(byte c) {
        return isLetterOrDigit(c) || c == '.' || c == '_' || c == ':' || c == '-';
    }

    private static boolean isKeyCharacter(byte c) {
        return isIdCharacter(c) || c == '+' || c == '/' || c == '=';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
