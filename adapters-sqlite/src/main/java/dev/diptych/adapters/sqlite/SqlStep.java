package dev.diptych.adapters.sqlite;

import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.CutoverStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A step of a cutover that is a list of statements, and of questions that must count nothing behind the last step. */
final class SqlStep implements CutoverStep {
    private final String name;
    private final List<Change> changes;
    private final List<Expectation> expectations;
    private final Optional<StoreSchema> schema;

    /**
     * A statement.
     *
     * @param inOwnFileOnly whether it is left out where a store shares its file with tables of somebody else
     */
    private record Change(String sql, boolean inOwnFileOnly) {}

    /**
     * @param question counts what must not be
     * @param otherwise what these are, behind their number
     */
    private record Expectation(String question, String otherwise) {}

    private SqlStep(Builder builder) {
        this.name = builder.name;
        this.changes = List.copyOf(builder.changes);
        this.expectations = List.copyOf(builder.expectations);
        this.schema = builder.schema;
    }

    static Builder named(String name) {
        return new Builder(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PlanDigest digest() {
        StringBuilder text = new StringBuilder();
        for (Change change : changes) {
            text.append(change.inOwnFileOnly() ? "own file: " : "")
                    .append(change.sql())
                    .append("\n;\n");
        }
        for (Expectation expectation : expectations) {
            text.append("none: ").append(expectation.question()).append("\n;\n");
        }
        schema.ifPresent(
                expected -> text.append("schema ").append(expected.version()).append("\n;\n"));
        return CutoverPlan.digestOf(text.toString());
    }

    @Override
    public SortedMap<String, Long> rowCountChanges() {
        return new TreeMap<>(java.util.Map.of("diptych_mirror", 0L));
    }

    @Override
    public void apply(StoreTransaction transaction) throws SQLException {
        Connection connection = transaction.unwrap(Connection.class);
        boolean ownFile = StoreInspection.isOwnFile(connection);
        for (Change change : changes) {
            if (ownFile || !change.inOwnFileOnly()) {
                SqliteDatabase.execute(connection, change.sql());
            }
        }
    }

    @Override
    public List<String> check(StoreTransaction transaction) throws SQLException {
        Connection connection = transaction.unwrap(Connection.class);
        List<String> wrong = new ArrayList<>();
        if (schema.isPresent()) {
            for (StoreSchema.Part part : StoreInspection.partsMissing(connection, schema.get())) {
                wrong.add("the " + part.type() + " " + part.name() + " is not the one of schema "
                        + schema.get().version());
            }
        }
        for (Expectation expectation : expectations) {
            String count = SqliteDatabase.text(connection, expectation.question());
            if (!count.equals("0")) {
                wrong.add(count + " " + expectation.otherwise());
            }
        }
        return wrong;
    }

    /** Collects what a step is. */
    static final class Builder {
        private final String name;
        private final List<Change> changes = new ArrayList<>();
        private final List<Expectation> expectations = new ArrayList<>();
        private Optional<StoreSchema> schema = Optional.empty();

        private Builder(String name) {
            this.name = name;
        }

        Builder running(String sql) {
            changes.add(new Change(sql, false));
            return this;
        }

        Builder runningInOwnFile(String sql) {
            changes.add(new Change(sql, true));
            return this;
        }

        Builder expectingNone(String question, String otherwise) {
            expectations.add(new Expectation(question, otherwise));
            return this;
        }

        Builder lookingForParts(StoreSchema expected) {
            schema = Optional.of(expected);
            return this;
        }

        SqlStep made() {
            return new SqlStep(this);
        }
    }
}
