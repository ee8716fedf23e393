package dev.diptych.bootstrap.cutover;

import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.CutoverStep;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A step that is SQL text.
 *
 * @param name its name
 * @param rowCountChanges what it declares
 * @param statements run in their order
 * @param mustBeTrue queries each of which must answer 1 at the end
 */
record SqlSteps(String name, SortedMap<String, Long> rowCountChanges, List<String> statements, List<String> mustBeTrue)
        implements CutoverStep {
    static SqlSteps of(String name, Map<String, Long> declared, String... statements) {
        return new SqlSteps(name, new TreeMap<>(declared), List.of(statements), List.of());
    }

    SqlSteps checking(String query) {
        return new SqlSteps(name, rowCountChanges, statements, List.of(query));
    }

    @Override
    public PlanDigest digest() {
        return CutoverPlan.digestOf(String.join(";\n", statements));
    }

    @Override
    public void apply(StoreTransaction transaction) throws SQLException {
        try (Statement statement = transaction.unwrap(Connection.class).createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public List<String> check(StoreTransaction transaction) throws SQLException {
        try (Statement statement = transaction.unwrap(Connection.class).createStatement()) {
            for (String query : mustBeTrue) {
                try (ResultSet answer = statement.executeQuery(query)) {
                    if (!answer.next() || answer.getInt(1) != 1) {
                        return List.of("not so: " + query);
                    }
                }
            }
            return List.of();
        }
    }
}
