package dev.diptych.application.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.twins.TwinStoreCommitFault;
import dev.diptych.contracts.twins.TwinStoreStatements;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverReport;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.CutoverStep;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.ShowCutovers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cutover that fails, wherever it does: nothing of it is kept, the log tells so, and the same plan then succeeds. */
final class FailingCutoverTest {
    private final TwinLedger ledger = TwinLedger.of(3);
    private final AtomicBoolean fails = new AtomicBoolean(true);

    static Stream<Arguments> failures() {
        return Stream.of(
                failure("the first step throws", CutoverStage.STEP, "broken", true, FailingCutoverTest::throwing, true),
                failure("the last step throws", CutoverStage.STEP, "broken", false, FailingCutoverTest::throwing, true),
                failure(
                        "a statement rolls all of it back",
                        CutoverStage.STEP,
                        "broken",
                        false,
                        FailingCutoverTest::rollingBack,
                        false),
                failure(
                        "a statement rolls all of it back, and the step swallows that",
                        CutoverStage.STEP,
                        "broken",
                        true,
                        FailingCutoverTest::swallowing,
                        false),
                failure("the time is over", CutoverStage.STEP, "broken", false, FailingCutoverTest::outOfTime, false),
                failure("a check throws", CutoverStage.CHECKS, "broken", false, FailingCutoverTest::uncheckable, true),
                failure(
                        "a check disagrees",
                        CutoverStage.CHECKS,
                        "broken",
                        true,
                        FailingCutoverTest::disagreeing,
                        true),
                failure(
                        "the row counts differ",
                        CutoverStage.CHECKS,
                        "broken",
                        false,
                        FailingCutoverTest::miscounting,
                        true),
                failure(
                        "a table of another step is changed",
                        CutoverStage.CHECKS,
                        "broken",
                        false,
                        FailingCutoverTest::undeclared,
                        true));
    }

    private static Arguments failure(
            String what,
            CutoverStage stage,
            String step,
            boolean isFirst,
            BiFunction<FailingCutoverTest, String, CutoverStep> made,
            boolean isTold) {
        return arguments(what, stage, step, isFirst, made, isTold);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void leaves_everything_as_it_was_tells_so_and_succeeds_when_run_again(
            String what,
            CutoverStage stage,
            String step,
            boolean isFirst,
            BiFunction<FailingCutoverTest, String, CutoverStep> made,
            boolean isTold) {
        CutoverStep broken = made.apply(this, step);
        CutoverStep sound = Steps.filling("sound", "orders");
        CutoverRequest plan = isFirst ? Steps.plan(broken, sound) : Steps.plan(sound, broken);
        Map<String, String> before = ledger.store().callersValues();

        CutoverAnswer.Aborted aborted;
        CutoverReport second;
        try (Mirror mirror = ledger.open()) {
            aborted = Answers.aborted(mirror.cutOver(plan));
            assertThat(ledger.store().callersValues()).isEqualTo(before);
            assertThat(epoch()).isEqualTo(1);
            assertThat(phase(plan)).isEqualTo(isTold ? CutoverPhase.ABORTED : CutoverPhase.NOT_BEGUN);
            fails.set(false);
            second = Answers.cutOver(mirror.cutOver(plan));
        }

        assertThat(aborted.failure().stage()).isEqualTo(stage);
        assertThat(aborted.failure().step()).contains(step);
        assertThat(aborted.voidBoundary().isPresent()).isEqualTo(isTold);
        aborted.voidBoundary().ifPresent(boundary -> {
            assertThat(boundary.id()).isNotEqualTo(second.boundary().id());
            assertThat(ledger.inLog(boundary.sequence().value() + 1).type())
                    .isEqualTo(TransactionOutcome.ABORTED.type());
        });
        assertThat(second.epochAfter()).isEqualTo(2);
        assertThat(phase(plan)).isEqualTo(CutoverPhase.COMMITTED);
        ledger.requireInParity();
    }

    private static CutoverStep throwing(FailingCutoverTest test, String name) {
        return Steps.step(name, Map.of("flags", 1L), tx -> {
            Steps.put(tx, "flags/new", "on");
            if (test.fails.get()) {
                throw new IOException("no such table");
            }
        });
    }

    private static CutoverStep rollingBack(FailingCutoverTest test, String name) {
        return Steps.step(name, Map.of("flags", 1L), tx -> {
            Steps.put(tx, "flags/new", "on");
            if (test.fails.get()) {
                tx.unwrap(TwinStoreStatements.class).conflictThatRollsBack();
            }
        });
    }

    private static CutoverStep swallowing(FailingCutoverTest test, String name) {
        return Steps.step(name, Map.of(), tx -> {
            try {
                if (test.fails.get()) {
                    tx.unwrap(TwinStoreStatements.class).conflictThatRollsBack();
                }
            } catch (RuntimeException swallowed) {
                assertThat(swallowed).isNotNull();
            }
        });
    }

    private static CutoverStep outOfTime(FailingCutoverTest test, String name) {
        return Steps.step(name, Map.of(), tx -> {
            if (test.fails.get()) {
                test.ledger.deadlines().expire();
            }
            requireAlive(tx);
        });
    }

    private static void requireAlive(StoreTransaction tx) {
        tx.highestSequence();
    }

    private static CutoverStep uncheckable(FailingCutoverTest test, String name) {
        return Steps.step(name, Map.of("flags", 1L), tx -> Steps.put(tx, "flags/new", "on"), tx -> {
            if (test.fails.get()) {
                throw new IOException("the view is gone");
            }
            return List.of();
        });
    }

    private static CutoverStep disagreeing(FailingCutoverTest test, String name) {
        return Steps.step(
                name,
                Map.of("flags", 1L),
                tx -> Steps.put(tx, "flags/new", "on"),
                tx -> test.fails.get() ? List.of("flag new is off") : List.of());
    }

    private static CutoverStep miscounting(FailingCutoverTest test, String name) {
        return Steps.step(name, Map.of("flags", 1L), tx -> {
            Steps.put(tx, "flags/new", "on");
            if (test.fails.get()) {
                Steps.put(tx, "flags/another", "on");
            }
        });
    }

    private static CutoverStep undeclared(FailingCutoverTest test, String name) {
        return Steps.step(name, Map.of(), tx -> {
            if (test.fails.get()) {
                Steps.put(tx, "orders/stray", "here");
            }
        });
    }

    @Test
    void says_of_row_counts_which_table_was_to_change_by_how_much_and_did_by_how_much() {
        CutoverAnswer.Aborted aborted;
        try (Mirror mirror = ledger.open()) {
            aborted = Answers.aborted(mirror.cutOver(Steps.plan(miscounting(this, "backfill"))));
        }

        assertThat(aborted.failure().why())
                .isEqualTo("rows of step backfill: table flags was declared to change by 1 rows, and changed by 2");
    }

    @Test
    void a_commit_that_failed_before_it_took_effect_aborts_and_the_ledger_goes_on() {
        CutoverRequest plan = Steps.plan(Steps.filling("expand", "orders"));
        try (Mirror mirror = ledger.open()) {
            ledger.store().failNextBoundCommit(TwinStoreCommitFault.values()[0]);
            mirror.cutOver(plan);
        }

        try (Mirror mirror = ledger.open()) {
            CutoverAnswer again = mirror.cutOver(plan);
            assertThat(again).isInstanceOfAny(CutoverAnswer.CutOver.class, CutoverAnswer.AlreadyCommitted.class);
        }
        assertThat(ledger.store().callersValues()).containsOnlyKeys("orders/expand");
        assertThat(epoch()).isEqualTo(2);
        ledger.requireInParity();
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource(TwinStoreCommitFault.class)
    void whatever_becomes_of_the_commit_running_it_again_ends_with_all_of_it_done_once(TwinStoreCommitFault fault) {
        CutoverRequest plan = Steps.plan(Steps.filling("expand", "orders"));
        try (Mirror mirror = ledger.open()) {
            ledger.store().failNextBoundCommit(fault);
            mirror.cutOver(plan);
        }

        try (Mirror mirror = ledger.open()) {
            CutoverAnswer again = mirror.cutOver(plan);
            assertThat(again).isInstanceOfAny(CutoverAnswer.CutOver.class, CutoverAnswer.AlreadyCommitted.class);
        }
        assertThat(ledger.store().callersValues()).containsOnlyKeys("orders/expand");
        assertThat(epoch()).isEqualTo(2);
        ledger.requireInParity();
    }

    @Test
    void a_process_that_dies_behind_the_boundary_is_settled_by_opening_and_the_plan_runs_again() {
        CutoverRequest dying = Steps.plan(
                Steps.step("expand", Map.of("orders", 1L), tx -> Steps.put(tx, "orders/expand", "filled"), tx -> {
                    if (fails.getAndSet(false)) {
                        ledger.kill();
                    }
                    return List.of();
                }));
        try {
            ledger.open().cutOver(dying);
        } catch (RuntimeException dead) {
            assertThat(dead).isNotNull();
        }
        assertThat(phase(dying)).isEqualTo(CutoverPhase.UNDECIDED);

        try (Mirror mirror = ledger.open()) {
            assertThat(phase(dying)).isEqualTo(CutoverPhase.ABORTED);
            Answers.cutOver(mirror.cutOver(dying));
        }
        assertThat(ledger.store().callersValues()).containsOnlyKeys("orders/expand");
        ledger.requireInParity();
    }

    private CutoverPhase phase(CutoverRequest plan) {
        ShowCutovers.History history = ledger.application().showCutovers().show();
        return history.phaseOf(plan.outline().digest());
    }

    private long epoch() {
        try (StoreReader reader = ledger.store().provider().openForReading()) {
            return reader.identity().epoch();
        }
    }
}
