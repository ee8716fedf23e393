package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.StoredRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Row to line, the slow way, for a row that cannot be sound: it must still come through as some bytes, and those must be
 * no line that an encoder writes, so that nobody takes the row for an event.
 *
 * <p>A value of the expected type is spelled as on a line. Any other is spelled so that no line has it in that place: text
 * where a number belongs in quotes; where text belongs, a number without, a BLOB in hexadecimal behind the word {@code
 * blob}.
 */
final class ColumnRow {
    static final String[] COLUMNS = {
        "batch", "batch_end", "id", "schema_version", "observed_at", "recorded_at", "source_type", "source_name",
        "event_type", "trace_id", "session_id", "domain_tags", "bound", "key_id", "payload_hash", "prev_event_hash",
        "event_hash", "signature", "payload", "void"
    };
    private static final String SELECT = select();

    private final ResultSet columns;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private ColumnRow(ResultSet columns) {
        this.columns = columns;
    }

    /** The row at a sequence, which is there: the caller's statement stands on it. */
    static StoredRow read(Connection connection, long sequence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setLong(1, sequence);
            try (ResultSet columns = statement.executeQuery()) {
                columns.next();
                return new ColumnRow(columns).spelled(sequence);
            }
        }
    }

    private static String select() {
        StringBuilder sql = new StringBuilder("SELECT ");
        for (String column : COLUMNS) {
            sql.append("typeof(")
                    .append(column)
                    .append("), CAST(")
                    .append(column)
                    .append(" AS BLOB), ");
        }
        return sql.append("seq FROM main.diptych_events WHERE seq = ?").toString();
    }

    private StoredRow spelled(long sequence) throws SQLException {
        ascii("{\"seq\":" + sequence + ",\"batch\":");
        number("batch");
        ascii(",\"batch_end\":");
        number("batch_end");
        ascii(",\"id\":");
        text("id");
        ascii(",\"schema_version\":");
        number("schema_version");
        ascii(",\"observed_at\":");
        text("observed_at");
        ascii(",\"recorded_at\":");
        text("recorded_at");
        ascii(",\"source\":{\"type\":");
        text("source_type");
        textUnlessNull("source_name", ",\"name\":");
        ascii("},\"event_type\":");
        text("event_type");
        textUnlessNull("trace_id", ",\"trace_id\":");
        textUnlessNull("session_id", ",\"session_id\":");
        ascii(",\"domain_tags\":");
        tags();
        bound();
        textUnlessNull("key_id", ",\"key_id\":");
        ascii(",\"payload_hash\":\"");
        hash("payload_hash");
        ascii("\",\"prev_event_hash\":\"");
        hash("prev_event_hash");
        ascii("\",\"event_hash\":\"");
        hash("event_hash");
        ascii("\"");
        textUnlessNull("signature", ",\"signature\":");
        ascii(",\"payload\":");
        payload();
        ascii("}\n");
        String id = new String(bytes("id"), StandardCharsets.UTF_8);
        boolean isVoid = !(isType("void", "integer") && Arrays.equals(bytes("void"), new byte[] {'0'}));
        return new StoredRow(sequence, id, line.toByteArray(), isVoid);
    }

    private void number(String column) throws SQLException {
        if (isType(column, "integer")) {
            line.writeBytes(bytes(column));
        } else {
            quoted(bytes(column));
        }
    }

    private void text(String column) throws SQLException {
        if (isType(column, "text")) {
            quoted(bytes(column));
        } else {
            unquoted(column);
        }
    }

    private void textUnlessNull(String column, String key) throws SQLException {
        if (!isType(column, "null")) {
            ascii(key);
            text(column);
        }
    }

    private void tags() throws SQLException {
        byte[] tags = bytes("domain_tags");
        if (isType("domain_tags", "text") && TagsText.isArrayOfStrings(tags, 0, tags.length)) {
            line.writeBytes(tags);
        } else {
            text("domain_tags");
        }
    }

    private void bound() throws SQLException {
        if (isType("bound", "integer") && Arrays.equals(bytes("bound"), new byte[] {'1'})) {
            ascii(",\"bound\":true");
        } else if (!isType("bound", "null")) {
            ascii(",\"bound\":");
            number("bound");
        }
    }

    private void hash(String column) throws SQLException {
        if (isType(column, "blob")) {
            ascii(HexFormat.of().formatHex(bytes(column)));
        } else {
            unquoted(column);
        }
    }

    private void payload() throws SQLException {
        if (isType("payload", "text")) {
            line.writeBytes(bytes("payload"));
        } else if (!isType("payload", "null")) {
            unquoted("payload");
        }
    }

    private void unquoted(String column) throws SQLException {
        ascii(columns.getString(1 + 2 * index(column)));
        ascii(HexFormat.of().formatHex(bytes(column)));
    }

    private void quoted(byte[] text) {
        line.write('"');
        for (byte b : text) {
            if (b == '"' || b == '\\') {
                line.write('\\');
            }
            line.write(b);
        }
        line.write('"');
    }

    private boolean isType(String column, String type) throws SQLException {
        return columns.getString(1 + 2 * index(column)).equals(type);
    }

    /** The bytes of a value, empty for NULL. */
    private byte[] bytes(String column) throws SQLException {
        byte[] bytes = columns.getBytes(2 + 2 * index(column));
        return bytes == null ? new byte[0] : bytes;
    }

    private static int index(String column) {
        return Arrays.asList(COLUMNS).indexOf(column);
    }

    private void ascii(String text) {
        line.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
