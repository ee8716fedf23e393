package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.EventQuery;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A query as SQL: one condition for each filter that is present, keyed by sequence, with parameters only, so that
 * queries of one shape share one prepared statement.
 *
 * <p>The indexes on type, trace and session end in the sequence, so that a page of one of them is read in order and stops
 * at its limit. A tag is looked for in the table of tags, whose index ends in the sequence too, so that the same holds for
 * it, and it comes first where there are other filters. In a store of schema 1, which has no such table, a tag is looked at
 * row by row, as source and time are: first as text, which is fast, and then as an element of the array, which is exact.
 */
final class EventQuerySql {
    private static final String HAS_TAG = "instr(domain_tags, json_quote(?)) > 0 AND CASE WHEN json_valid(domain_tags)"
            + " THEN EXISTS (SELECT 1 FROM json_each(domain_tags) WHERE value = ?) ELSE 0 END";

    private static final String TAGGED = "main.diptych_event_tags CROSS JOIN main.diptych_events"
            + " ON diptych_events.seq = diptych_event_tags.seq";

    private final String text;
    private final List<Object> parameters = new ArrayList<>();

    /** One row more than the page has is asked for, which tells whether there is a next page. */
    static EventQuerySql of(EventQuery query, StoreSchema schema) {
        return new EventQuerySql(query, schema.version() > 1 && query.tag().isPresent());
    }

    private EventQuerySql(EventQuery query, boolean byTable) {
        List<String> conditions = new ArrayList<>();
        String seq = byTable ? "diptych_event_tags.seq" : "seq";
        query.type().ifPresent(type -> add(conditions, "event_type = ?", type.value()));
        query.sourceType().ifPresent(type -> add(conditions, "source_type = ?", type));
        query.sourceName().ifPresent(name -> add(conditions, "source_name = ?", name));
        query.traceId().ifPresent(trace -> add(conditions, "trace_id = ?", trace.value()));
        query.sessionId().ifPresent(session -> add(conditions, "session_id = ?", session.value()));
        query.tag().ifPresent(tag -> {
            add(conditions, byTable ? "tag = ?" : HAS_TAG, tag);
            if (!byTable) {
                parameters.add(tag);
            }
        });
        query.observedFrom().ifPresent(from -> add(conditions, "observed_at >= ?", from.text()));
        query.observedBefore().ifPresent(before -> add(conditions, "observed_at < ?", before.text()));
        boolean oldestFirst = query.order() == EventQuery.Order.OLDEST_FIRST;
        query.beyond().ifPresent(sequence -> add(conditions, seq + (oldestFirst ? " > ?" : " < ?"), sequence.value()));
        parameters.add(query.limit() + 1);
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        text = "SELECT " + PackedRow.EXPRESSION + ", diptych_events.seq FROM "
                + (byTable ? TAGGED : "main.diptych_events") + where + " ORDER BY " + seq
                + (oldestFirst ? "" : " DESC") + " LIMIT ?";
    }

    private void add(List<String> conditions, String condition, Object parameter) {
        conditions.add(condition);
        parameters.add(parameter);
    }

    String text() {
        return text;
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }
}
