package dev.diptych.contracts.events;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A column of a row that a test can edit behind a store's back. */
public enum RowColumn {
    ID(Form.TEXT),
    BATCH_END(Form.RAW),
    OBSERVED_AT(Form.TEXT),
    RECORDED_AT(Form.TEXT),
    SOURCE_NAME(Form.TEXT),
    EVENT_TYPE(Form.TEXT),
    TRACE_ID(Form.TEXT),
    SESSION_ID(Form.TEXT),
    DOMAIN_TAGS(Form.RAW),
    PAYLOAD_HASH(Form.HASH),
    PREV_EVENT_HASH(Form.HASH),
    EVENT_HASH(Form.HASH),
    PAYLOAD(Form.RAW),
    /** The void flag, which is not on the line: {@code 0} or {@code 1}. */
    VOID(Form.RAW);

    private final Form form;

    RowColumn(Form form) {
        this.form = form;
    }

    /** How the value of a column is given to an edit. */
    public enum Form {
        /** The text itself; on the line it is a string. */
        TEXT,
        /** As it stands on the line. */
        RAW,
        /** 64 hexadecimal characters, which a store may keep as 32 bytes. */
        HASH
    }

    public Form form() {
        return form;
    }

    /** The column's name, which is the key on the line as well but for {@link #SOURCE_NAME} and {@link #VOID}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The line with another value in this column. */
    public byte[] edit(byte[] line, String value) {
        EditedLine parts = EditedLine.of(line);
        String raw = form == Form.RAW ? value : EditedLine.quoted(value);
        return switch (this) {
            case SOURCE_NAME -> {
                EditedLine source = EditedLine.of((parts.raw("source").orElseThrow()).getBytes(StandardCharsets.UTF_8));
                String edited = new String(source.with("name", raw, "type").toBytes(), StandardCharsets.UTF_8);
                yield parts.with("source", edited.strip()).toBytes();
            }
            case TRACE_ID -> parts.with("trace_id", raw, "event_type").toBytes();
            case SESSION_ID ->
                parts.with("session_id", raw, parts.raw("trace_id").isPresent() ? "trace_id" : "event_type")
                        .toBytes();
            case VOID -> throw new IllegalArgumentException("the void flag is not on the line");
            default -> parts.with(column(), raw).toBytes();
        };
    }
}
