package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.StoredRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Row to line, the fast way: SQLite packs a row into one value, and this makes of it the bytes of the line that the row
 * should be.
 *
 * <p>Fetching 21 columns costs a call into the native library each; the packed value costs one. It is
 *
 * <pre>
 * [seq,batch,batch_end,"id",schema_version,"observed_at",…,"signature" or null,void]  payload_hash prev_event_hash event_hash payload
 * </pre>
 *
 * <p>A JSON array, then 96 bytes, then the payload. {@code json_array} escapes in valid envelope text just what a line
 * escapes. So a token is copied to the line as it stands, quotes included, and a line is what the encoder writes if and
 * only if the row is what the insert made of that line: text that holds a quote has it escaped, text that holds a control
 * character gets an escape that no line has, an absent value that must be there is {@code null}. Tags are text that is to
 * be copied without its quotes, so their shape is looked at here; what is no array of strings keeps its quotes.
 *
 * <p>The packed value is NULL where a value is of another type than its column, or a hash has another length: a STRICT
 * table can hold such a thing only if its pages were changed from outside. Then the row takes the slow way of {@link
 * ColumnRow}, which can spell anything.
 *
 * <p>Keeps a buffer for reuse; one thread at a time.
 */
final class PackedRow {
    /**
     * The expression, for a select from {@code diptych_events}. In SQLite's order of types numbers come before text, text
     * before BLOBs, so a comparison with the least text or the least BLOB tells the type; it costs a fraction of {@code
     * typeof}. The unary plus keeps columns from being converted.
     */
    static final String EXPRESSION = """
            CASE WHEN octet_length(payload_hash) = 32 AND octet_length(prev_event_hash) = 32 \
            AND octet_length(event_hash) = 32 AND payload_hash >= x'' AND prev_event_hash >= x'' AND event_hash >= x'' \
            AND +id < x'' AND +observed_at < x'' AND +recorded_at < x'' AND +source_type < x'' AND +event_type < x'' \
            AND +domain_tags < x'' AND +payload < x'' AND +payload >= '' \
            AND (+source_name < x'') IS NOT 0 AND (+trace_id < x'') IS NOT 0 AND (+session_id < x'') IS NOT 0 \
            AND (+key_id < x'') IS NOT 0 AND (+signature < x'') IS NOT 0 \
            AND +batch < '' AND +batch_end < '' AND +schema_version < '' AND +void < '' AND (+bound < '') IS NOT 0 \
            THEN concat(json_array(diptych_events.seq, batch, batch_end, id, schema_version, observed_at, recorded_at, source_type, \
            source_name, event_type, trace_id, session_id, domain_tags, bound, key_id, signature, void), \
            payload_hash, prev_event_hash, event_hash, payload) END""";

    private static final int HASH_BYTES = 32;
    private static final byte[] NULL = ascii("null");
    private static final byte[] SEQ = ascii("{\"seq\":");
    private static final byte[] BATCH = ascii(",\"batch\":");
    private static final byte[] BATCH_END = ascii(",\"batch_end\":");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] SCHEMA_VERSION = ascii(",\"schema_version\":");
    private static final byte[] OBSERVED_AT = ascii(",\"observed_at\":");
    private static final byte[] RECORDED_AT = ascii(",\"recorded_at\":");
    private static final byte[] SOURCE_TYPE = ascii(",\"source\":{\"type\":");
    private static final byte[] SOURCE_NAME = ascii(",\"name\":");
    private static final byte[] EVENT_TYPE = ascii("},\"event_type\":");
    private static final byte[] TRACE_ID = ascii(",\"trace_id\":");
    private static final byte[] SESSION_ID = ascii(",\"session_id\":");
    private static final byte[] DOMAIN_TAGS = ascii(",\"domain_tags\":");
    private static final byte[] BOUND = ascii(",\"bound\":");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] KEY_ID = ascii(",\"key_id\":");
    private static final byte[] PAYLOAD_HASH = ascii(",\"payload_hash\":\"");
    private static final byte[] PREV_EVENT_HASH = ascii("\",\"prev_event_hash\":\"");
    private static final byte[] EVENT_HASH = ascii("\",\"event_hash\":\"");
    private static final byte[] SIGNATURE = ascii(",\"signature\":");
    private static final byte[] PAYLOAD = ascii(",\"payload\":");
    private static final byte[] HEX = ascii("0123456789abcdef");
    /** Keys, hashes in hexadecimal and the end: more than a line has beyond what the packed value has. */
    private static final int LINE_OVERHEAD_MAX = 600;

    private byte[] packed = new byte[0];
    private int at;
    private int tokenFrom;
    private int tokenTo;
    private byte[] line = new byte[2048];
    private int length;
    private long sequence;
    private int idFrom;
    private int idTo;
    private boolean isVoid;

    /** Reads the packed value of one row. */
    void unpack(byte[] value) {
        packed = value;
        at = 0;
        length = 0;
        if (line.length < value.length + LINE_OVERHEAD_MAX) {
            line = new byte[2 * value.length + LINE_OVERHEAD_MAX];
        }
        copy(SEQ);
        sequence = sequenceOf(packed);
        copyNext();
        copy(BATCH);
        copyNext();
        copy(BATCH_END);
        copyNext();
        copy(ID);
        copyNext();
        idFrom = tokenFrom;
        idTo = tokenTo;
        copy(SCHEMA_VERSION);
        copyNext();
        copy(OBSERVED_AT);
        copyNext();
        copy(RECORDED_AT);
        copyNext();
        copy(SOURCE_TYPE);
        copyNext();
        copyNextUnlessNull(SOURCE_NAME);
        copy(EVENT_TYPE);
        copyNext();
        copyNextUnlessNull(TRACE_ID);
        copyNextUnlessNull(SESSION_ID);
        copy(DOMAIN_TAGS);
        copyTags();
        copyBound();
        copyNextUnlessNull(KEY_ID);
        next();
        int signatureFrom = tokenFrom;
        int signatureTo = tokenTo;
        next();
        isVoid = !isToken('0');
        copyHash(PAYLOAD_HASH);
        copyHash(PREV_EVENT_HASH);
        copyHash(EVENT_HASH);
        line[length++] = '"';
        if (!isNull(signatureFrom, signatureTo)) {
            copy(SIGNATURE);
            copy(packed, signatureFrom, signatureTo);
        }
        copy(PAYLOAD);
        copy(packed, at, packed.length);
        line[length++] = '}';
        line[length++] = '\n';
    }

    /** The sequence of the row unpacked last. */
    long sequence() {
        return sequence;
    }

    /** The row unpacked last. */
    StoredRow row() {
        return new StoredRow(sequence, id(), Arrays.copyOf(line, length), isVoid);
    }

    /** The sequence of a packed row, which is its key and always an integer. */
    static long sequenceOf(byte[] packed) {
        int at = 1;
        boolean negative = packed[at] == '-';
        at += negative ? 1 : 0;
        long value = 0;
        while (packed[at] >= '0' && packed[at] <= '9') {
            value = value * 10 - (packed[at++] - '0');
        }
        return negative ? value : -value;
    }

    /** Steps over the bracket or comma and onto the next value of the array. */
    private void next() {
        at++;
        tokenFrom = at;
        if (packed[at] == '"') {
            at++;
            while (packed[at] != '"') {
                at += packed[at] == '\\' ? 2 : 1;
            }
            at++;
        } else {
            while (packed[at] != ',' && packed[at] != ']') {
                at++;
            }
        }
        tokenTo = at;
        if (packed[at] == ']') {
            at++;
        }
    }

    private void copyNext() {
        next();
        copy(packed, tokenFrom, tokenTo);
    }

    private void copyNextUnlessNull(byte[] key) {
        next();
        if (!isNull(tokenFrom, tokenTo)) {
            copy(key);
            copy(packed, tokenFrom, tokenTo);
        }
    }

    private void copyBound() {
        next();
        if (isToken('1')) {
            copy(BOUND);
            copy(TRUE);
        } else if (!isNull(tokenFrom, tokenTo)) {
            copy(BOUND);
            copy(packed, tokenFrom, tokenTo);
        }
    }

    private void copyTags() {
        next();
        int from = length;
        if (packed[tokenFrom] != '"'
                || !unescape(tokenFrom + 1, tokenTo - 1)
                || !TagsText.isArrayOfStrings(line, from, length)) {
            length = from;
            copy(packed, tokenFrom, tokenTo);
        }
    }

    /** Undoes {@code \"} and {@code \\}; any other escape stands for a control character, which no tags have. */
    private boolean unescape(int from, int to) {
        for (int i = from; i < to; i++) {
            if (packed[i] == '\\') {
                i++;
                if (packed[i] != '"' && packed[i] != '\\') {
                    return false;
                }
            }
            line[length++] = packed[i];
        }
        return true;
    }

    private void copyHash(byte[] key) {
        copy(key);
        for (int i = 0; i < HASH_BYTES; i++) {
            byte b = packed[at++];
            line[length++] = HEX[b >> 4 & 0xf];
            line[length++] = HEX[b & 0xf];
        }
    }

    private void copy(byte[] text) {
        copy(text, 0, text.length);
    }

    private void copy(byte[] from, int start, int end) {
        System.arraycopy(from, start, line, length, end - start);
        length += end - start;
    }

    private boolean isToken(char digit) {
        return tokenTo - tokenFrom == 1 && packed[tokenFrom] == digit;
    }

    private boolean isNull(int from, int to) {
        return Arrays.equals(packed, from, to, NULL, 0, NULL.length);
    }

    /** The id for a report; where it is no text or has escapes, as the array spells it. */
    private String id() {
        int quotes = packed[idFrom] == '"' ? 1 : 0;
        return new String(packed, idFrom + quotes, idTo - idFrom - 2 * quotes, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
