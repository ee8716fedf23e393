package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.SealedEvent;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;

/**
 * Line to row: cuts a sound line into the columns of {@code diptych_events}.
 *
 * <p>The line of a sealed event has one spelling only, so it is cut by its keys in their order, without judging it again
 * and without making the values that the event itself would hand out. {@link PackedRow} is the way back.
 *
 * <p>Keeps a buffer for reuse; one thread at a time.
 */
final class RowColumns {
    /** How many parameters {@link #bind} sets. */
    static final int PARAMETERS = 20;

    private static final byte[] ID = ascii(",\"id\":\"");
    private static final byte[] SCHEMA_VERSION = ascii(",\"schema_version\":");
    private static final byte[] OBSERVED_AT = ascii(",\"observed_at\":\"");
    private static final byte[] RECORDED_AT = ascii(",\"recorded_at\":\"");
    private static final byte[] SOURCE_TYPE = ascii(",\"source\":{\"type\":\"");
    private static final byte[] SOURCE_NAME = ascii(",\"name\":\"");
    private static final byte[] EVENT_TYPE = ascii("},\"event_type\":\"");
    private static final byte[] TRACE_ID = ascii(",\"trace_id\":\"");
    private static final byte[] SESSION_ID = ascii(",\"session_id\":\"");
    private static final byte[] DOMAIN_TAGS = ascii(",\"domain_tags\":");
    private static final byte[] BOUND = ascii(",\"bound\":true");
    private static final byte[] KEY_ID = ascii(",\"key_id\":\"");
    private static final byte[] PAYLOAD_HASH = ascii(",\"payload_hash\":\"");
    private static final byte[] PREV_EVENT_HASH = ascii(",\"prev_event_hash\":\"");
    private static final byte[] EVENT_HASH = ascii(",\"event_hash\":\"");
    private static final byte[] SIGNATURE = ascii(",\"signature\":\"");
    private static final byte[] PAYLOAD = ascii(",\"payload\":");
    private static final int HASH_BYTES = 32;

    private byte[] line = new byte[1024];
    private int at;
    private String tags = "[]";

    /** Sets the first {@value #PARAMETERS} parameters of a statement of {@link EventInserts}. */
    void bind(SealedEvent event, PreparedStatement insert) throws SQLException {
        int length = event.lineLength();
        if (line.length < length) {
            line = new byte[Math.max(2 * line.length, length)];
        }
        event.copyLineTo(line, 0);
        BatchRange batch = event.batch();
        insert.setLong(1, event.sequenceValue());
        insert.setLong(2, batch.first());
        insert.setLong(3, batch.last());
        at = 0;
        while (line[at] != '"' || !isNext(ID, at - 1)) {
            at++;
        }
        at--;
        insert.setString(4, plain(ID));
        insert.setLong(5, number(SCHEMA_VERSION));
        insert.setString(6, plain(OBSERVED_AT));
        insert.setString(7, plain(RECORDED_AT));
        insert.setString(8, plain(SOURCE_TYPE));
        text(insert, 9, SOURCE_NAME);
        insert.setString(10, plain(EVENT_TYPE));
        text(insert, 11, TRACE_ID);
        text(insert, 12, SESSION_ID);
        tags = tags();
        insert.setString(13, tags);
        bound(insert, 14);
        text(insert, 15, KEY_ID);
        insert.setBytes(16, hash(PAYLOAD_HASH));
        insert.setBytes(17, hash(PREV_EVENT_HASH));
        insert.setBytes(18, hash(EVENT_HASH));
        text(insert, 19, SIGNATURE);
        require(PAYLOAD);
        insert.setString(20, string(at, length - 2));
    }

    /** The tags of the event that was bound last, as they stand on its line. */
    String tagsText() {
        return tags;
    }

    private void text(PreparedStatement insert, int parameter, byte[] key) throws SQLException {
        if (isNext(key, at)) {
            insert.setString(parameter, escapable(key));
        } else {
            insert.setNull(parameter, Types.VARCHAR);
        }
    }

    private void bound(PreparedStatement insert, int parameter) throws SQLException {
        if (isNext(BOUND, at)) {
            at += BOUND.length;
            insert.setInt(parameter, 1);
        } else {
            insert.setNull(parameter, Types.INTEGER);
        }
    }

    /** Text in which nothing is ever escaped. */
    private String plain(byte[] key) {
        require(key);
        int from = at;
        while (line[at] != '"') {
            at++;
        }
        return string(from, at++);
    }

    private String escapable(byte[] key) {
        require(key);
        int from = at;
        int escapes = 0;
        while (line[at] != '"') {
            if (line[at] == '\\') {
                at++;
                escapes++;
            }
            at++;
        }
        int to = at++;
        return escapes == 0 ? string(from, to) : unescaped(from, to, escapes);
    }

    private String unescaped(int from, int to, int escapes) {
        byte[] text = new byte[to - from - escapes];
        int out = 0;
        for (int i = from; i < to; i++) {
            i += line[i] == '\\' ? 1 : 0;
            text[out++] = line[i];
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private String tags() {
        require(DOMAIN_TAGS);
        int from = at;
        boolean inText = false;
        while (inText || line[at] != ']') {
            if (line[at] == '"') {
                inText = !inText;
            } else if (line[at] == '\\') {
                at++;
            }
            at++;
        }
        return string(from, ++at);
    }

    private long number(byte[] key) {
        require(key);
        long value = 0;
        while (line[at] != ',') {
            value = value * 10 + (line[at++] - '0');
        }
        return value;
    }

    private byte[] hash(byte[] key) {
        require(key);
        byte[] hash = new byte[HASH_BYTES];
        for (int i = 0; i < HASH_BYTES; i++) {
            hash[i] = (byte) (nibble(line[at + 2 * i]) << 4 | nibble(line[at + 2 * i + 1]));
        }
        at += 2 * HASH_BYTES + 1;
        return hash;
    }

    private void require(byte[] key) {
        if (!isNext(key, at)) {
            throw new IllegalStateException("a sound line has " + new String(key, StandardCharsets.US_ASCII)
                    + " at byte " + at + "; this one has not: "
                    + string(0, Math.min(line.length, 200)));
        }
        at += key.length;
    }

    private boolean isNext(byte[] key, int from) {
        return Arrays.equals(line, from, Math.min(from + key.length, line.length), key, 0, key.length);
    }

    private String string(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private static int nibble(byte digit) {
        return digit <= '9' ? digit - '0' : digit - 'a' + 10;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
