package dev.diptych.application.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.MirrorApplication;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.stores.FaultyStores;
import dev.diptych.contracts.stores.StoreFault;
import dev.diptych.contracts.stores.StoreFaultPlan;
import dev.diptych.contracts.twins.TwinStoreCommitFault;
import dev.diptych.contracts.twins.TwinStoreStatements;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.OutcomeEvent;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a dead process left of a transaction is settled by an opening in which one call on the log or the store goes wrong, each
 * in turn; then perhaps by one more, in which another does; then by one in which nothing does. The log must tell one outcome,
 * and the one that the caller's own table shows.
 */
class CrashWhileSettlingTest {
    /** What was left. */
    private enum Left {
        ALL_ROWS(Left::commit),
        NO_ROWS(run -> {}),
        ALL_ROWS_AND_PINNED(run -> {
            commit(run);
            run.died.pin(run.run, TransactionOutcome.COMMITTED);
        }),
        NO_ROWS_AND_PINNED(run -> run.died.pin(run.run, TransactionOutcome.ABORTED)),
        A_COMMIT_THAT_FAILED_AND_COMES_BACK(run -> {
            run.ledger.store().failNextBoundCommit(TwinStoreCommitFault.FORCE_FAILED_AND_COMES_BACK);
            commit(run);
        }),
        A_COMMIT_THAT_FAILED_AND_IS_GONE(run -> {
            run.ledger.store().failNextBoundCommit(TwinStoreCommitFault.FORCE_FAILED_AND_GONE);
            commit(run);
        }),
        TOLD_AS_COMMITTED_AND_NOT_MIRRORED(run -> {
            commit(run);
            run.died.outcome(run.run, TransactionOutcome.COMMITTED);
        }),
        TOLD_AS_ABORTED_AND_NOT_MIRRORED(run -> run.died.outcome(run.run, TransactionOutcome.ABORTED));

        private final Consumer<Run> leaving;

        Left(Consumer<Run> leaving) {
            this.leaving = leaving;
        }

        private static void commit(Run run) {
            run.died.rows(run.run, tx -> tx.unwrap(TwinStoreStatements.class).put("schema", "2"));
        }
    }

    @ParameterizedTest
    @EnumSource(Left.class)
    void one_outcome_is_told_and_it_is_true_whatever_call_on_the_log_goes_wrong(Left left) {
        for (Fault fault : Fault.values()) {
            boolean isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run(left, fault + " at call " + at + " on the log", at);
                isReached = run.openWith(at, fault);
                run.end(fault == Fault.POWER_CUT);
                run.requireInvariants();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Left.class)
    void one_outcome_is_told_and_it_is_true_whatever_call_on_the_store_goes_wrong(Left left) {
        for (StoreFault fault : StoreFault.values()) {
            boolean isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run(left, fault + " at call " + at + " on the store", at);
                isReached = run.openWith(at, fault);
                run.end(false);
                run.requireInvariants();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Left.class,
            names = {"ALL_ROWS", "NO_ROWS", "A_COMMIT_THAT_FAILED_AND_COMES_BACK"})
    void a_second_death_while_the_first_is_recovered_from_changes_nothing_about_that(Left left) {
        for (long first = 3; first < 100; first += 19) {
            boolean isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run(left, "stop at store call " + first + ", then before store call " + at, first + at);
                run.openWith(first, StoreFault.STOP_AFTER);
                run.end(false);
                isReached = run.openWith(at, StoreFault.STOP_BEFORE);
                run.end(false);
                run.requireInvariants();
            }
        }
        for (long first = 3; first < 100; first += 19) {
            boolean isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run(left, "stop at store call " + first + ", then after log call " + at, first + at);
                run.openWith(first, StoreFault.STOP_AFTER);
                run.end(false);
                isReached = run.openWith(at, Fault.STOP_AFTER);
                run.end(false);
                run.requireInvariants();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Left.class)
    void a_power_cut_at_any_call_of_a_recovery_takes_no_outcome_that_was_told_and_no_work_that_it_speaks_of(Left left) {
        Random random = new Random(SeededEvents.fresh().seed());
        for (int i = 0; i < 2; i++) {
            long seed = random.nextLong();
            boolean isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run(left, "power cut at log call " + at + ", seed " + seed, seed);
                isReached = run.openWith(at, Fault.POWER_CUT);
                run.end(true);
                run.requireInvariants();
            }
            isReached = true;
            for (long at = 0; isReached; at++) {
                Run run = new Run(left, "power cut at store call " + at + ", seed " + seed, seed);
                isReached = run.openWith(at, StoreFault.STOP_AFTER);
                run.end(true);
                run.requireInvariants();
            }
        }
    }

    @Test
    void a_commit_whose_force_failed_and_that_comes_back_is_not_denied_by_the_log() {
        for (long seed = 0; seed < 20; seed++) {
            Run run = new Run(Left.A_COMMIT_THAT_FAILED_AND_COMES_BACK, "seed " + seed, seed);
            assertThat(run.open()).isTrue();
            run.end(false);

            assertThat(run.told()).map(OutcomeRecord::outcome).containsExactly(TransactionOutcome.COMMITTED);
            run.requireInvariants();
        }
    }

    @Test
    void a_commit_that_recovery_told_of_is_not_taken_away_by_a_power_cut_right_behind() {
        for (long seed = 0; seed < 40; seed++) {
            Run run = new Run(Left.A_COMMIT_THAT_FAILED_AND_COMES_BACK, "seed " + seed, seed);
            assertThat(run.open()).isTrue();
            run.end(true);

            run.requireInvariants();
            assertThat(run.ledger.store().callersValues()).describedAs(run.name).containsKey("schema");
        }
    }

    /** One ledger that a dead process left, and what becomes of it. */
    private static final class Run {
        private final String name;
        private final long seed;
        private final TwinLedger ledger = TwinLedger.empty();
        private final DeadWriter died = new DeadWriter(ledger);
        private final BoundRun run;

        Run(Left left, String name, long seed) {
            this.name = left + ", " + name;
            this.seed = seed;
            try (Mirror mirror = ledger.open()) {
                ledger.append(mirror, "a");
            }
            died.outcome(died.run(1), TransactionOutcome.ABORTED);
            died.line("between");
            ledger.open().close(); // A bound transaction begins when nothing is pending.
            died.takeAndDie();
            run = died.run(2);
            left.leaving.accept(this);
        }

        boolean openWith(long at, Fault fault) {
            ledger.log().failing(FaultPlan.once(at, fault));
            open();
            return ledger.log().operations().size() > at;
        }

        boolean openWith(long at, StoreFault fault) {
            FaultyStores faulty =
                    FaultyStores.over(ledger.store().provider(), () -> false).failing(StoreFaultPlan.once(at, fault));
            ledger.log().failing(operation -> faulty.isStopped() ? Optional.of(Fault.STOP_BEFORE) : Optional.empty());
            close(new MirrorApplication(ledger.partsOver(faulty.provider()))
                    .openMirror()
                    .open());
            boolean isReached = faulty.operations().size() > at;
            ledger.store().kill();
            assertThat(faulty.abandon()).describedAs(name).allMatch(RuntimeException.class::isInstance);
            return isReached;
        }

        boolean open() {
            return close(ledger.opening());
        }

        private static boolean close(MirrorOpening opening) {
            return opening.fold(
                    opened -> {
                        try {
                            opened.mirror().close();
                        } catch (PortException notCleanly) {
                            // The next opening sees that it was not closed cleanly.
                            assertThat(notCleanly.getMessage()).isNotEmpty();
                        }
                        return true;
                    },
                    refused -> false);
        }

        /** The process is gone, one way or another, and what made it fail is mended. */
        void end(boolean isPowerCut) {
            if (isPowerCut) {
                ledger.powerCut(seed);
            } else {
                ledger.kill();
            }
            ledger.log().failing(FaultPlan.NONE);
        }

        List<OutcomeRecord> told() {
            List<OutcomeRecord> told = new ArrayList<>();
            for (int at = 1; at <= ledger.idsInLog().size(); at++) {
                SealedEvent event = ledger.inLog(at);
                OutcomeEvent.of(event)
                        .map(OutcomeRecord.class::cast)
                        .filter(outcome -> outcome.first().equals(run.first()))
                        .ifPresent(told::add);
            }
            return told;
        }

        void requireInvariants() {
            try (Mirror mirror = ledger.open()) {
                ledger.append(mirror, "after");
            } catch (AssertionError refused) {
                throw new AssertionError(name, refused);
            }
            assertThat(told()).describedAs(name).hasSize(1);
            boolean isCommitted = told().get(0).outcome() == TransactionOutcome.COMMITTED;
            assertThat(ledger.store().callersValues().containsKey("schema"))
                    .describedAs(name)
                    .isEqualTo(isCommitted);
            for (SealedEvent event : run.events()) {
                try (var reader = ledger.parts().store().openForReading()) {
                    assertThat(reader.row(event.sequence()).orElseThrow().isVoid())
                            .describedAs(name)
                            .isEqualTo(!isCommitted);
                }
            }
            ledger.requireInParity();
        }
    }
}
