package dev.diptych.bootstrap.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.CutoverStep;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.ShowCutovers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cutovers in place of a caller's tables, in a database that store and caller share. */
final class CutoverOnSqliteTest {
    private static final int EVENTS = 20;

    /** SQLite's own recipe for a change that ALTER TABLE cannot make. */
    private static final SqlSteps REBUILD = SqlSteps.of(
            "rebuild-customers",
            Map.of("customers", 0L, "orders", 0L),
            "CREATE TABLE customers_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
            "INSERT INTO customers_new SELECT id, name FROM customers",
            "DROP TABLE customers",
            "ALTER TABLE customers_new RENAME TO customers");

    private static final SqlSteps FLAGS = SqlSteps.of(
            "flags",
            Map.of("flags", 1L),
            "CREATE TABLE flags (name TEXT PRIMARY KEY, value INTEGER)",
            "INSERT INTO flags VALUES ('new_orders', 1)");

    @TempDir
    private Path folder;

    private SharedDatabase database;

    @BeforeEach
    void make() throws SQLException {
        database = SharedDatabase.with(folder, EVENTS);
    }

    @Test
    void a_table_that_is_made_anew_keeps_the_rows_that_refer_to_it() throws SQLException {
        CutoverAnswer answer = cutOver(plan(REBUILD, FLAGS));

        assertThat(answer).isInstanceOf(CutoverAnswer.CutOver.class);
        assertThat(database.query("SELECT * FROM orders ORDER BY id")).containsExactly("1|1", "2|1");
        assertThat(database.query("SELECT value FROM flags")).containsExactly("1");
        assertThat(database.epoch()).isEqualTo(2);
        assertThat(database.ledger().verify().isClean()).isTrue();
    }

    @Test
    void with_references_enforced_the_same_step_takes_the_rows_along_and_the_row_counts_end_it() throws SQLException {
        List<String> before = database.dump();

        CutoverAnswer answer = cutOver(plan(REBUILD).foreignKeysOn());

        assertThat(aborted(answer).failure().why()).contains("table orders").contains("changed by -2");
        assertThat(database.dump()).isEqualTo(before);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        "a statement fails",
                        CutoverStage.STEP,
                        SqlSteps.of("bad", Map.of(), "INSERT INTO nowhere VALUES (1)")),
                arguments(
                        "a conflict rolls all of it back",
                        CutoverStage.STEP,
                        SqlSteps.of("bad", Map.of(), "INSERT OR ROLLBACK INTO customers VALUES (1, 'twice')")),
                arguments(
                        "a second database is attached",
                        CutoverStage.STEP,
                        SqlSteps.of("bad", Map.of(), "ATTACH ':memory:' AS other")),
                arguments("it rolls back by itself", CutoverStage.STEP, SqlSteps.of("bad", Map.of(), "ROLLBACK")),
                arguments(
                        "a row count differs",
                        CutoverStage.CHECKS,
                        SqlSteps.of("bad", Map.of("orders", 2L), "INSERT INTO orders VALUES (3, 1)")),
                arguments(
                        "a check disagrees",
                        CutoverStage.CHECKS,
                        SqlSteps.of("bad", Map.of(), "UPDATE customers SET name = 'bob'")
                                .checking("SELECT count(*) FROM customers WHERE name = 'ada'")),
                arguments(
                        "a check cannot be made",
                        CutoverStage.CHECKS,
                        SqlSteps.of("bad", Map.of()).checking("SELECT 1 FROM nowhere")),
                arguments(
                        "a reference is broken",
                        CutoverStage.CHECKS,
                        SqlSteps.of("bad", Map.of(), "DELETE FROM customers")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void a_failure_leaves_tables_and_schema_as_they_were_and_the_events_grow_by_the_void_boundary_and_its_abort_alone(
            String what, CutoverStage stage, CutoverStep bad) throws SQLException {
        List<String> before = database.dump();

        CutoverAnswer.Aborted aborted = aborted(cutOver(plan(FLAGS, bad)));

        assertThat(aborted.failure().stage()).isEqualTo(stage);
        assertThat(database.dump()).isEqualTo(before);
        assertThat(database.epoch()).isEqualTo(1);
        int told = aborted.voidBoundary().isPresent() ? 2 : 0;
        assertThat(database.query("SELECT count(*) FROM diptych_events"))
                .containsExactly(String.valueOf(EVENTS + told));
        assertThat(database.query("SELECT seq FROM diptych_events WHERE void = 1"))
                .isEqualTo(told == 0 ? List.of() : List.of(String.valueOf(EVENTS + 1)));
        assertThat(database.ledger().verify().isClean()).isTrue();

        assertThat(cutOver(plan(FLAGS))).isInstanceOf(CutoverAnswer.CutOver.class);
        assertThat(database.epoch()).isEqualTo(2);
    }

    @Test
    void the_epoch_rises_inside_the_transaction_so_that_a_failure_locks_nobody_out() throws SQLException {
        cutOver(plan(FLAGS, SqlSteps.of("bad", Map.of(), "INSERT INTO nowhere VALUES (1)")));

        assertThat(database.epoch()).isEqualTo(1);
        try (Mirror mirror = database.ledger().open()) {
            assertThat(mirror.state().stopped()).isEmpty();
        }
    }

    @Test
    void a_straggler_cannot_start_while_it_runs_and_none_of_its_events_ever_enters_the_log() throws SQLException {
        AtomicReference<Optional<OpenRefusal>> straggler = new AtomicReference<>(Optional.empty());
        CutoverProgress atSteps = new AtStage(
                CutoverStage.STEP,
                () -> straggler.set(database.ledger()
                        .tryOpen()
                        .fold(
                                opened -> {
                                    opened.mirror().close();
                                    return Optional.empty();
                                },
                                refused -> Optional.of(refused.refusal()))));

        try (Mirror mirror = database.ledger().open()) {
            assertThat(mirror.cutOver(plan(FLAGS), atSteps)).isInstanceOf(CutoverAnswer.CutOver.class);
        }

        assertThat(straggler.get()).get().isInstanceOf(OpenRefusal.LedgerLocked.class);
        assertThat(database.query("SELECT count(*) FROM diptych_events")).containsExactly(String.valueOf(EVENTS + 2));
    }

    @Test
    void under_the_fence_only_what_came_since_the_preflight_is_compared() {
        Map<CutoverStage, Long> reached = new EnumMap<>(CutoverStage.class);
        try (Mirror mirror = database.ledger().open()) {
            assertThat(mirror.cutOver(plan(FLAGS), new Counting(reached))).isInstanceOf(CutoverAnswer.CutOver.class);
        }

        assertThat(reached.getOrDefault(CutoverStage.VERIFY_BEFORE, 0L)).isGreaterThanOrEqualTo(EVENTS);
        assertThat(reached.getOrDefault(CutoverStage.FENCE, 0L)).isLessThan(EVENTS);
    }

    @Test
    void the_backup_of_the_preflight_is_kept_and_is_of_the_moment_before() {
        Path backup = folder.resolve("backup");

        CutoverAnswer answer = cutOver(plan(FLAGS).withBackup(backup));

        CutoverAnswer.CutOver done = (CutoverAnswer.CutOver) answer;
        assertThat(done.report().backup()).hasValueSatisfying(kept -> {
            assertThat(kept.directory()).isEqualTo(backup);
            assertThat(kept.manifest().head()).contains(done.report().previousHead());
        });
        assertThat(dev.diptych.bootstrap.Diptych.at(backup).verify().isClean()).isTrue();
    }

    @Test
    void a_backup_that_cannot_be_made_refuses_it_and_nothing_was_begun() throws SQLException {
        List<String> before = database.dump();

        CutoverAnswer answer = cutOver(plan(FLAGS).withBackup(folder));

        assertThat(answer).isInstanceOf(CutoverAnswer.Refused.class);
        assertThat(database.dump()).isEqualTo(before);
        assertThat(database.query("SELECT count(*) FROM diptych_events")).containsExactly(String.valueOf(EVENTS));
    }

    @Test
    void the_history_tells_each_try() {
        SqlSteps bad = SqlSteps.of("bad", Map.of()).checking("SELECT 0");
        cutOver(plan(FLAGS, bad));
        cutOver(plan(FLAGS));

        ShowCutovers.History history = database.ledger().cutovers();

        assertThat(history.boundaries())
                .extracting(ShowCutovers.Boundary::outcome)
                .containsExactly(ShowCutovers.Outcome.ABORTED, ShowCutovers.Outcome.COMMITTED);
        assertThat(history.epoch()).contains(2L);
    }

    private CutoverAnswer cutOver(CutoverRequest request) {
        try (Mirror mirror = database.ledger().open()) {
            return mirror.cutOver(request);
        }
    }

    private static CutoverRequest plan(CutoverStep... steps) {
        return CutoverRequest.of("com.example.shop/2", "2", List.of(steps), "ada");
    }

    private static CutoverAnswer.Aborted aborted(CutoverAnswer answer) {
        assertThat(answer).isInstanceOf(CutoverAnswer.Aborted.class);
        return (CutoverAnswer.Aborted) answer;
    }

    /** Does something when a stage begins. */
    private record AtStage(CutoverStage stage, Runnable action) implements CutoverProgress {
        @Override
        public void begins(CutoverStage next, String what) {
            if (next == stage) {
                action.run();
            }
        }

        @Override
        public void reached(long done, long ofAbout) {}
    }

    /** Remembers how far each stage came. */
    private static final class Counting implements CutoverProgress {
        private final Map<CutoverStage, Long> reached;
        private CutoverStage stage = CutoverStage.VERIFY_BEFORE;

        Counting(Map<CutoverStage, Long> reached) {
            this.reached = reached;
        }

        @Override
        public void begins(CutoverStage next, String what) {
            stage = next;
        }

        @Override
        public void reached(long done, long ofAbout) {
            reached.merge(stage, done, Math::max);
        }
    }
}
