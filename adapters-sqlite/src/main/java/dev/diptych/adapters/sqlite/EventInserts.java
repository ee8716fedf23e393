package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.ports.driven.Attesting;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Inserts events as rows, in the schema that the store has at that moment: a transaction that brings a store up to date
 * inserts its last event behind its last step.
 *
 * <p>The tags of an event are taken apart by SQLite, in one statement for all of them. One thread at a time.
 */
final class EventInserts {
    private static final String COLUMNS = """
            INSERT INTO main.diptych_events (seq, batch, batch_end, id, schema_version, observed_at, recorded_at, \
            source_type, source_name, event_type, trace_id, session_id, domain_tags, bound, key_id, payload_hash, \
            prev_event_hash, event_hash, signature, payload, void""";

    private static final String VALUES = " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ";

    private static final String INSERT_TAGS =
            "INSERT INTO main.diptych_event_tags (seq, pos, tag)" + " SELECT ?, key, value FROM json_each(?)";

    private final RowColumns columns = new RowColumns();

    /** The statement for rows of this schema; where none is signed there is one parameter less to be set for each. */
    static String insert(StoreSchema schema, boolean isVoid, boolean anySigned) {
        int flag = isVoid ? 1 : 0;
        if (schema.version() == 1) {
            return COLUMNS + ")" + VALUES + flag + ")";
        }
        return COLUMNS + ", attestation)" + VALUES + flag + (anySigned ? ", ?)" : ", 'unsigned')");
    }

    void insert(
            List<SealedEvent> events,
            Attesting attesting,
            boolean isVoid,
            StoreSchema schema,
            StatementCache statements)
            throws SQLException {
        boolean anySigned = events.stream().anyMatch(SealedEvent::isSigned);
        PreparedStatement rows = statements.prepared(insert(schema, isVoid, anySigned));
        Optional<Attesting> asked = anySigned ? Optional.of(attesting) : Optional.empty();
        if (schema.version() == 1) {
            insertRows(events, rows);
            return;
        }
        PreparedStatement tags = statements.prepared(INSERT_TAGS);
        if (events.size() == 1) {
            bind(events.get(0), asked, rows);
            rows.executeUpdate();
            if (bindTags(events.get(0), tags)) {
                tags.executeUpdate();
            }
            return;
        }
        insertRowsAndTags(events, asked, rows, tags);
    }

    private void insertRows(List<SealedEvent> events, PreparedStatement rows) throws SQLException {
        try {
            for (SealedEvent event : events) {
                columns.bind(event, rows);
                rows.addBatch();
            }
            rows.executeBatch();
        } finally {
            rows.clearBatch();
        }
    }

    private void insertRowsAndTags(
            List<SealedEvent> events, Optional<Attesting> asked, PreparedStatement rows, PreparedStatement tags)
            throws SQLException {
        boolean anyTags = false;
        try {
            for (SealedEvent event : events) {
                bind(event, asked, rows);
                rows.addBatch();
                if (bindTags(event, tags)) {
                    tags.addBatch();
                    anyTags = true;
                }
            }
            rows.executeBatch();
            if (anyTags) {
                tags.executeBatch();
            }
        } finally {
            rows.clearBatch();
            tags.clearBatch();
        }
    }

    private void bind(SealedEvent event, Optional<Attesting> asked, PreparedStatement rows) throws SQLException {
        columns.bind(event, rows);
        if (asked.isPresent()) {
            Attestation known = event.isSigned() ? asked.get().of(event) : Attestation.UNSIGNED;
            rows.setString(RowColumns.PARAMETERS + 1, known.word());
        }
    }

    /** Of the event whose columns were bound last; false where it has no tags. */
    private boolean bindTags(SealedEvent event, PreparedStatement tags) throws SQLException {
        String text = columns.tagsText();
        if (text.length() == "[]".length()) {
            return false;
        }
        tags.setLong(1, event.sequenceValue());
        tags.setString(2, text);
        return true;
    }
}
