package dev.diptych.application.cutover;

import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.CutoverStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many rows the tables have that a plan speaks of, at one moment of its transaction. A table that is not there has none, so
 * that one that is made or dropped is counted like any other.
 *
 * @param rows by the table's name
 */
record RowCounts(SortedMap<String, Long> rows) {
    RowCounts {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    /** The tables that any of the steps declares: a step is held against what the others declare, too. */
    static SortedSet<String> tablesOf(List<CutoverStep> steps) {
        SortedSet<String> tables = new TreeSet<>();
        steps.forEach(step -> tables.addAll(step.outline().rowCountChanges().keySet()));
        return tables;
    }

    static RowCounts of(StoreTransaction transaction, SortedSet<String> tables) {
        SortedMap<String, Long> rows = new TreeMap<>();
        tables.forEach(table -> rows.put(table, transaction.rowCount(table).orElse(0)));
        return new RowCounts(rows);
    }

    /** By how much each table has grown since. */
    SortedMap<String, Long> changesSince(RowCounts before) {
        SortedMap<String, Long> changes = new TreeMap<>();
        rows.forEach((table, now) -> changes.put(table, now - before.rows.getOrDefault(table, 0L)));
        return changes;
    }

    /** What was measured and not declared, or declared and not measured, in sentences. A table not declared must not change. */
    static List<String> disagreements(SortedMap<String, Long> declared, SortedMap<String, Long> measured) {
        List<String> found = new ArrayList<>();
        measured.forEach((table, change) -> {
            long expected = declared.getOrDefault(table, 0L);
            if (change != expected) {
                found.add("table " + table + " was declared to change by " + expected + " rows, and changed by "
                        + change);
            }
        });
        return found;
    }
}
