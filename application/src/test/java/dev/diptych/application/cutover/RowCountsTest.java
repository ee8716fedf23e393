package dev.diptych.application.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RowCountsTest {
    @Test
    void a_table_that_is_made_counts_from_nothing() {
        assertThat(counts(Map.of("orders", 3L)).changesSince(counts(Map.of()))).containsEntry("orders", 3L);
    }

    @Test
    void a_table_that_shrinks_changes_by_less_than_nothing() {
        assertThat(counts(Map.of("orders", 1L)).changesSince(counts(Map.of("orders", 4L))))
                .containsEntry("orders", -3L);
    }

    @Test
    void what_was_declared_and_measured_agrees() {
        assertThat(RowCounts.disagreements(map(Map.of("orders", 2L)), map(Map.of("orders", 2L, "flags", 0L))))
                .isEmpty();
    }

    @Test
    void a_table_that_was_not_declared_must_not_change() {
        assertThat(RowCounts.disagreements(map(Map.of()), map(Map.of("flags", -1L))))
                .containsExactly("table flags was declared to change by 0 rows, and changed by -1");
    }

    private static RowCounts counts(Map<String, Long> rows) {
        return new RowCounts(map(rows));
    }

    private static SortedMap<String, Long> map(Map<String, Long> rows) {
        return new TreeMap<>(rows);
    }
}
