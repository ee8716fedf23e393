package dev.diptych.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.event.EventType;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How SQLite goes about a question by tag: in the order of the answer, so that a page ends at its limit. */
final class QueryPlansTest {
    @TempDir
    Path directory;

    @Test
    void a_question_by_tag_walks_the_index_of_tags_in_the_order_of_the_answer() throws SQLException {
        Path file = directory.resolve("store.db");
        SeededEvents events = SeededEvents.fresh();
        try (QueryStore store = Stores.at(file).create(Stores.ID)) {
            Stores.fill(store, Stores.chain(events, 30));
            store.query(EventQuery.ALL.tagged("any"));

            for (EventQuery query : List.of(
                    EventQuery.ALL.tagged("a"),
                    EventQuery.ALL.inOrder(EventQuery.Order.NEWEST_FIRST).tagged("a"),
                    EventQuery.ALL.tagged("a").ofType(new EventType("b.v1")))) {
                assertThat(plan(file, query, StoreSchema.of(2)))
                        .anyMatch(step -> step.contains("COVERING INDEX diptych_event_tags_by_tag (tag=?)"))
                        .anyMatch(step -> step.contains("SEARCH main.diptych_events USING INTEGER PRIMARY KEY"))
                        .noneMatch(step -> step.contains("TEMP B-TREE") || step.contains("SCAN main.diptych_events"));
            }
        }
    }

    @Test
    void a_store_of_schema_1_is_looked_through_row_by_row() throws SQLException {
        Path file = directory.resolve("old.db");
        OldStores.make(file, StoreOptions.OWN);

        assertThat(plan(file, EventQuery.ALL.tagged("a"), StoreSchema.of(1)))
                .anyMatch(step -> step.contains("SCAN main.diptych_events"))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
    }

    private static List<String> plan(Path file, EventQuery query, StoreSchema schema) throws SQLException {
        EventQuerySql sql = EventQuerySql.of(query, schema);
        List<String> steps = new ArrayList<>();
        try (Connection shell = Stores.shell(file);
                PreparedStatement explain = shell.prepareStatement("EXPLAIN QUERY PLAN " + sql.text())) {
            sql.bind(explain);
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    steps.add(rows.getString("detail"));
                }
            }
        }
        return steps;
    }
}
