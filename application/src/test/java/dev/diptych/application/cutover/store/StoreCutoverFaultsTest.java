package dev.diptych.application.cutover.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverRefusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that can go wrong around the one force that moves authority. Whatever it is, afterwards one of the two stores can be
 * opened and never both, nothing acknowledged is missing, and asking again ends it where it had not come to an end.
 */
class StoreCutoverFaultsTest {
    @ParameterizedTest
    @EnumSource(Fault.class)
    void whatever_fails_at_any_call_of_the_log_exactly_one_store_goes_on(Fault fault) {
        int points = 0;
        boolean isReached = true;
        for (long at = 0; isReached; at++) {
            CutLedger cut = ledger();
            cut.before().kill(); // Numbers the calls anew.
            cut.before().log().failing(FaultPlan.once(at, fault));
            Optional<StoreCutoverAnswer> answer = tryToCutOver(cut);
            isReached = cut.before().log().operations().size() > at;
            end(cut, fault, at);
            requireOneStore(fault + " at " + at, cut, answer);
            points++;
        }
        System.out.printf("store cutover, %s: %d points%n", fault, points);
        assertThat(points).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STOP_BEFORE", "STOP_MIDWAY", "STOP_AFTER", "POWER_CUT", "ERROR", "NO_SPACE"})
    void a_second_fault_while_it_is_gone_on_with_changes_nothing_about_that(Fault second) {
        for (long stop = 1; stop <= 3; stop++) {
            stopAtForceAndThen(stop, second);
        }
    }

    private static void stopAtForceAndThen(long stop, Fault second) {
        boolean isReached = true;
        for (long at = 0; isReached; at++) {
            CutLedger cut = ledger();
            cut.before().kill();
            cut.before().log().failing(FaultPlan.atNth(FileOperation.Kind.FORCE, stop, Fault.STOP_MIDWAY));
            tryToCutOver(cut);
            cut.kill();
            boolean hadMoved = boundaries(cut) > 0;
            cut.before().log().failing(FaultPlan.once(at, second));
            Optional<StoreCutoverAnswer> answer = tryToCutOver(cut);
            isReached = cut.before().log().operations().size() > at;
            end(cut, second, at);
            requireOneStore(
                    "stop at force " + stop + ", then " + second + " at " + at,
                    cut,
                    hadMoved ? Optional.empty() : answer);
        }
    }

    @Test
    void a_full_disk_leaves_the_log_without_a_boundary_and_the_candidate_to_be_taken_up() {
        CutLedger cut = ledger();
        cut.before()
                .log()
                .failing(operation -> operation.kind() == FileOperation.Kind.WRITE
                                && operation.path().toString().endsWith(".jsonl")
                        ? Optional.of(Fault.NO_SPACE)
                        : Optional.empty());

        StoreCutoverRefusal refusal = cut.refusal();

        assertThat(refusal).isInstanceOf(StoreCutoverRefusal.NotWritten.class);
        cut.before().log().failing(FaultPlan.NONE);
        cut.before().open().close();
        assertThat(cut.mustCutOver().takenUp()).isPositive();
    }

    @Test
    void a_force_that_fails_leaves_it_unknown_and_says_who_finds_out() {
        CutLedger cut = ledger();
        int lines = cut.before().idsInLog().size();
        cut.before().log().failing(new AfterTheBoundaryIsWritten(Fault.ERROR));

        StoreCutoverAnswer answer = cut.cutOver();

        assertThat(answer).isInstanceOfSatisfying(StoreCutoverAnswer.OutcomeUnknown.class, unknown -> {
            assertThat(unknown.boundary().value()).isEqualTo(lines + 1);
            assertThat(unknown.to()).isEqualTo(cut.identityOfCandidate().storeId());
            assertThat(unknown.message()).contains("The next opening finds out").contains("Next: ");
        });
        cut.before().log().failing(FaultPlan.NONE);
        // The line can still be read, so opening makes it durable and believes it.
        assertThat(cut.before().refusal()).isInstanceOf(OpenRefusal.Superseded.class);
        cut.openBehind().close();
        cut.requireCandidateInParity();
    }

    @Test
    void a_process_that_dies_right_behind_the_commit_point_leaves_a_candidate_that_opening_rolls_forward() {
        CutLedger cut = ledger();
        cut.candidate().setFailing(false);
        cut.before().log().failing(new AfterTheBoundaryIsWritten(Fault.STOP_AFTER));
        tryToCutOver(cut);
        cut.kill();
        cut.before().log().failing(FaultPlan.NONE);

        try (Mirror mirror = cut.openBehind()) {
            assertThat(mirror.opening().rolledForward()).isEqualTo(1);
        }
        assertThat(cut.before().refusal()).isInstanceOf(OpenRefusal.Superseded.class);
        cut.requireCandidateInParity();
    }

    @Test
    void a_candidate_that_fails_behind_the_commit_point_is_cut_over_to_all_the_same_and_mended_by_opening() {
        CutLedger cut = ledger();
        cut.dryRun();
        cut.candidate().failCommits(1);

        StoreCutoverAnswer answer = cut.cutOver();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        StoreCutoverAnswer.CutOver.class,
                        done -> assertThat(done.report().notes())
                                .singleElement()
                                .asString()
                                .contains("next opening"));
        try (Mirror mirror = cut.openBehind()) {
            assertThat(mirror.opening().rolledForward()).isEqualTo(1);
        }
        cut.requireCandidateInParity();
    }

    @Test
    void a_checkpoint_that_fails_behind_the_commit_point_is_told_and_mended_by_opening() {
        CutLedger cut = ledger();
        cut.dryRun();
        cut.candidate().failNextCheckpoint();

        StoreCutoverAnswer answer = cut.cutOver();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        StoreCutoverAnswer.CutOver.class,
                        done -> assertThat(done.report().notes()).hasSize(1));
        cut.openBehind().close();
        cut.requireCandidateInParity();
    }

    @Test
    void a_candidate_whose_commits_fail_while_it_is_filled_is_refused_and_taken_up_again() {
        CutLedger cut = ledger();
        cut.candidate().failCommits(1);

        assertThat(cut.refusal().message()).contains("fail at COMMIT");

        cut.mustCutOver();
        cut.requireCandidateInParity();
    }

    @Test
    void a_commit_of_the_candidate_that_was_reported_as_failed_and_took_effect_is_passed_over() {
        CutLedger cut = ledger();
        cut.candidate().failCommitsAfterTheyTookEffect(1);
        cut.refusal();

        assertThat(cut.mustCutOver().takenUp())
                .isEqualTo(cut.before().idsInLog().size() - 1);
        cut.requireCandidateInParity();
    }

    private static CutLedger ledger() {
        CutLedger cut = CutLedger.of(2);
        cut.transaction(TransactionOutcome.COMMITTED, "c-1");
        cut.transaction(TransactionOutcome.ABORTED, "v-1");
        return cut;
    }

    private static Optional<StoreCutoverAnswer> tryToCutOver(CutLedger cut) {
        try {
            return Optional.of(cut.cutOver());
        } catch (RuntimeException processIsGone) {
            return Optional.empty();
        }
    }

    private static void end(CutLedger cut, Fault fault, long seed) {
        if (fault == Fault.POWER_CUT) {
            cut.powerCut(seed);
        } else {
            cut.kill();
        }
        cut.before().log().failing(FaultPlan.NONE);
    }

    private static void requireOneStore(String name, CutLedger cut, Optional<StoreCutoverAnswer> answer) {
        boolean hasMoved = cut.before()
                .opening()
                .fold(
                        opened -> {
                            opened.mirror().close();
                            return false;
                        },
                        refused -> {
                            assertThat(refused.refusal()).describedAs(name).isInstanceOf(OpenRefusal.Superseded.class);
                            return true;
                        });
        answer.ifPresent(told -> told.fold(
                done -> assertThat(hasMoved).describedAs(name).isTrue(),
                rehearsed -> {
                    throw new AssertionError(name);
                },
                refused ->
                        assertThat(hasMoved).describedAs(name + ": " + refused).isFalse(),
                unknown -> assertThat(unknown.message()).describedAs(name).contains("Next: ")));
        assertThat(cut.before().idsInLog()).describedAs(name).startsWith("e-1", "e-2", "c-1", "outcome-of-c-1", "v-1");
        long boundaries = boundaries(cut);
        assertThat(boundaries).describedAs(name).isEqualTo(hasMoved ? 1 : 0);
        if (!hasMoved) {
            requireNotOpenedBehind(name, cut);
            cut.before().requireInParity();
            StoreCutoverAnswer again = cut.cutOver();
            assertThat(again).describedAs(name).isInstanceOf(StoreCutoverAnswer.CutOver.class);
        }
        try (Mirror mirror = cut.openBehind()) {
            cut.before().append(mirror, "behind");
        } catch (AssertionError refused) {
            throw new AssertionError(name, refused);
        }
        cut.requireCandidateInParity();
        assertThat(CutLedger.rows(cut.candidate()).stream().filter(row -> row.startsWith("void ")))
                .describedAs(name)
                .hasSize(1);
    }

    /** A store that no line names is not opened, unless nothing was made yet at its place. */
    private static void requireNotOpenedBehind(String name, CutLedger cut) {
        if (!cut.candidate().provider().presence().exists()) {
            return;
        }
        MirrorOpening opening = cut.behind().openMirror().open();
        opening.fold(
                opened -> {
                    opened.mirror().close();
                    throw new AssertionError(name + ": a store that no line of the log names was opened");
                },
                refused -> true);
    }

    private static long boundaries(CutLedger cut) {
        List<String> ids = cut.before().idsInLog();
        long found = 0;
        for (int at = 1; at <= ids.size(); at++) {
            found += BoundaryEvent.of(cut.before().inLog(at)).isPresent() ? 1 : 0;
        }
        return found;
    }

    /** The fault at the first force of the log behind a write that has the boundary in it. */
    private static final class AfterTheBoundaryIsWritten implements FaultPlan {
        private final Fault fault;
        private boolean isWritten;
        private boolean isDone;

        AfterTheBoundaryIsWritten(Fault fault) {
            this.fault = fault;
        }

        @Override
        public Optional<Fault> at(FileOperation operation) {
            boolean ofLog = operation.path().toString().endsWith(".jsonl");
            if (operation.kind() == FileOperation.Kind.WRITE && ofLog) {
                isWritten = true;
            }
            if (isWritten && !isDone && ofLog && operation.kind() == FileOperation.Kind.FORCE) {
                isDone = true;
                return Optional.of(fault);
            }
            return Optional.empty();
        }
    }
}
