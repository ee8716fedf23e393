package dev.diptych.contracts.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.ports.driven.UnmatchedSpool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link UnmatchedSpool}: it joins as a brute-force comparison would. */
public abstract class UnmatchedSpoolContract {
    private UnmatchedSpool spool;

    /** One entry of what was joined. */
    private record Entry(Optional<String> id, OptionalLong log, OptionalLong store, String marks) {}

    private record Line(long sequence, Optional<String> id, boolean equalsRow) {}

    private record Row(long sequence, String id) {}

    /** Makes spools. */
    protected abstract UnmatchedSpool.Provider provider();

    /** Whether a spool that was closed has left something behind, a file for example. */
    protected abstract boolean hasLeftSomething();

    @BeforeEach
    void openASpool() {
        spool = provider().open();
    }

    @AfterEach
    void closeTheSpool() {
        spool.close();
    }

    @Test
    void joins_a_line_and_a_row_of_one_id_at_different_sequences() {
        spool.addFromStore(9, "a");
        spool.addFromLog(4, Optional.of("a"), false);

        assertThat(joined()).containsExactly(entry("a", 4, 9));
    }

    @Test
    void shows_what_only_one_side_has() {
        spool.addFromLog(3, Optional.of("only in the log"), false);
        spool.addFromStore(2, "only in the store");

        assertThat(joined())
                .containsExactly(
                        new Entry(Optional.of("only in the store"), OptionalLong.empty(), OptionalLong.of(2), ""),
                        new Entry(Optional.of("only in the log"), OptionalLong.of(3), OptionalLong.empty(), ""));
    }

    @Test
    void matches_a_line_that_equals_its_row_before_all_others() {
        spool.addFromLog(5, Optional.empty(), false);
        spool.addFromLog(5, Optional.of("five"), true);
        spool.addFromLog(5, Optional.of("five"), true);
        spool.addFromLog(4, Optional.of("five"), false);
        spool.addFromStore(5, "five");

        assertThat(joined())
                .containsExactlyInAnyOrder(
                        new Entry(Optional.of("five"), OptionalLong.of(4), OptionalLong.empty(), "repeated "),
                        new Entry(Optional.empty(), OptionalLong.of(5), OptionalLong.empty(), ""),
                        new Entry(Optional.of("five"), OptionalLong.of(5), OptionalLong.of(5), "matched "),
                        new Entry(Optional.of("five"), OptionalLong.of(5), OptionalLong.empty(), ""));
    }

    @Test
    void gives_a_line_without_id_the_row_of_its_sequence() {
        spool.addFromLog(5, Optional.empty(), false);
        spool.addFromLog(6, Optional.empty(), false);
        spool.addFromStore(5, "five");

        List<Entry> joined = joined();

        assertThat(joined).hasSize(2);
        assertThat(joined.get(0).log()).hasValue(5);
        assertThat(joined.get(0).store()).hasValue(5);
        assertThat(joined.get(1).log()).hasValue(6);
        assertThat(joined.get(1).store()).isEmpty();
        assertThat(joined.get(1).id()).isEmpty();
    }

    @Test
    void lets_lines_without_id_choose_before_lines_with_one() {
        spool.addFromLog(4, Optional.of("five"), false);
        spool.addFromLog(5, Optional.empty(), false);
        spool.addFromStore(5, "five");

        List<Entry> joined = joined();

        assertThat(joined).hasSize(2);
        assertThat(joined.get(0))
                .isEqualTo(new Entry(Optional.of("five"), OptionalLong.of(4), OptionalLong.empty(), "row taken "));
        assertThat(joined.get(1).store()).hasValue(5);
    }

    @Test
    void gives_a_row_to_the_line_that_was_added_first_and_tells_the_repeated_one() {
        spool.addFromLog(7, Optional.of("twice"), false);
        spool.addFromLog(3, Optional.of("twice"), false);
        spool.addFromStore(7, "twice");

        assertThat(joined())
                .containsExactly(
                        new Entry(
                                Optional.of("twice"), OptionalLong.of(3), OptionalLong.empty(), "repeated row taken "),
                        new Entry(Optional.of("twice"), OptionalLong.of(7), OptionalLong.of(7), ""));
    }

    @Test
    void joins_what_a_brute_force_comparison_joins() {
        SeededEvents seeded = SeededEvents.fresh();
        Random random = seeded.random();
        List<Line> lines = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= 5_000; i++) {
            if (random.nextInt(4) > 0) {
                Optional<String> id =
                        random.nextInt(5) == 0 ? Optional.empty() : Optional.of("id" + random.nextInt(4_000));
                boolean equalsRow = random.nextInt(6) == 0;
                lines.add(new Line(i, id, equalsRow));
                spool.addFromLog(i, id, equalsRow);
            }
            if (random.nextInt(4) > 0) {
                rows.add(new Row(i, "id" + i));
                spool.addFromStore(i, "id" + i);
            }
        }

        List<Entry> joined = joined();

        assertThat(joined).extracting(UnmatchedSpoolContract::place).isSorted();
        assertThat(joined.stream().map(UnmatchedSpoolContract::sides).toList())
                .containsExactlyInAnyOrderElementsOf(expected(lines, rows));
    }

    private static List<String> expected(List<Line> lines, List<Row> rows) {
        List<Row> free = new ArrayList<>(rows);
        List<String> expected = new ArrayList<>();
        List<Line> unmatched = new ArrayList<>();
        for (Line line : lines) {
            Optional<Row> row = ofSequence(free, line);
            if (line.equalsRow() && row.isPresent()) {
                free.remove(row.get());
                expected.add(line.sequence() + "/" + line.sequence() + " matched ");
            } else {
                unmatched.add(line);
            }
        }
        unmatched.stream().filter(line -> line.id().isEmpty()).forEach(line -> {
            Optional<Row> row = ofSequence(free, line);
            row.ifPresent(free::remove);
            expected.add(line.sequence() + "/" + row.map(Row::sequence).orElse(-1L) + " ");
        });
        Set<String> seen = new HashSet<>();
        Set<String> taken = new HashSet<>();
        rows.forEach(row -> taken.add(row.id()));
        Set<String> matched = new HashSet<>();
        lines.stream().filter(line -> !unmatched.contains(line)).forEach(line -> matched.add("id" + line.sequence()));
        unmatched.stream().filter(line -> line.id().isPresent()).forEach(line -> {
            Optional<Row> row = free.stream()
                    .filter(one -> one.id().equals(line.id().get()))
                    .findFirst();
            row.ifPresent(free::remove);
            String id = line.id().get();
            boolean isRowTaken = row.isEmpty() && taken.contains(id) && !matched.contains(id);
            expected.add(line.sequence() + "/" + row.map(Row::sequence).orElse(-1L) + " "
                    + (seen.add(id) ? "" : "repeated ") + (isRowTaken ? "row taken " : ""));
        });
        free.forEach(row -> expected.add("-1/" + row.sequence() + " "));
        return expected;
    }

    private static Optional<Row> ofSequence(List<Row> free, Line line) {
        return free.stream().filter(row -> row.sequence() == line.sequence()).findFirst();
    }

    private static String sides(Entry entry) {
        return entry.log().orElse(-1) + "/" + entry.store().orElse(-1) + " " + entry.marks();
    }

    private static long place(Entry entry) {
        return entry.log().orElseGet(entry.store()::getAsLong);
    }

    @Test
    void joins_nothing_where_nothing_was_added() {
        assertThat(joined()).isEmpty();
        assertThatThrownBy(() -> spool.addFromLog(1, Optional.empty(), false))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takes_nothing_more_once_it_is_joined_or_closed() {
        spool.addFromLog(1, Optional.of("a"), false);
        assertThat(joined()).hasSize(1);
        assertThatThrownBy(() -> spool.addFromLog(2, Optional.of("b"), false))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> spool.addFromStore(2, "b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(spool::joined).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leaves_nothing_behind_and_can_be_closed_twice() {
        for (int i = 0; i < 100; i++) {
            spool.addFromStore(i + 1, "id" + i);
        }
        assertThat(joined()).hasSize(100);
        spool.close();
        spool.close();

        assertThat(hasLeftSomething()).isFalse();
    }

    private List<Entry> joined() {
        List<Entry> entries = new ArrayList<>();
        try (UnmatchedSpool.Joined joined = spool.joined()) {
            while (joined.advance()) {
                entries.add(new Entry(joined.id(), joined.logSequence(), joined.storeSequence(), marks(joined)));
            }
        }
        return entries;
    }

    private static String marks(UnmatchedSpool.Joined joined) {
        if (joined.isMatched()) {
            return "matched ";
        }
        return (joined.isRepeated() ? "repeated " : "") + (joined.isRowTaken() ? "row taken " : "");
    }

    private static Entry entry(String id, long log, long store) {
        return new Entry(Optional.of(id), OptionalLong.of(log), OptionalLong.of(store), "");
    }
}
