package dev.diptych.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.domain.policy.PolicyOutcome;
import dev.diptych.domain.policy.PolicyRuleId;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditReport.Authenticity;
import dev.diptych.ports.driving.AuditReport.Completeness;
import dev.diptych.ports.driving.CheckpointCheck;
import dev.diptych.ports.driving.CheckpointCheck.Standing;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.VerifyReport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExitMappingTest {
    private static final AppendReceipt RECEIPT =
            new AppendReceipt(Sequence.FIRST, new EventId("e"), EventHash.of(new byte[32]));

    private static final StoreId STORE = new StoreId("0123456789abcdef0123456789abcdef");

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new OpenRefusal.LedgerLocked(OptionalLong.of(7), "m"), "ledger_locked", 7),
                Arguments.of(new OpenRefusal.ForeignStore("m"), "foreign_store", 7),
                Arguments.of(new OpenRefusal.StoreMissing("m"), "store_missing", 7),
                Arguments.of(new OpenRefusal.LogMissing("m"), "log_missing", 7),
                Arguments.of(new OpenRefusal.LogBehindStore("m"), "log_behind_store", 3),
                Arguments.of(new OpenRefusal.Forked(Sequence.FIRST, "m"), "forked", 6),
                Arguments.of(new OpenRefusal.LogDamaged(List.of(), 1, "m"), "log_damaged", 6),
                Arguments.of(new OpenRefusal.UnknownVersion("m"), "unknown_version", 4),
                Arguments.of(new OpenRefusal.Held("m"), "held", 7),
                Arguments.of(new OpenRefusal.Superseded(Sequence.FIRST, STORE, "m"), "superseded", 7),
                Arguments.of(new OpenRefusal.StorePredatesCutover(Sequence.FIRST, "m"), "store_predates_cutover", 7),
                Arguments.of(new OpenRefusal.StoreOutdated("m"), "store_outdated", 7),
                Arguments.of(new OpenRefusal.TransactionDiverged(Sequence.FIRST, "m"), "transaction_diverged", 3),
                Arguments.of(new OpenRefusal.TornTailUnvouched("m"), "torn_tail_unvouched", 7),
                Arguments.of(new OpenRefusal.ForeignFiles(List.of("x"), "m"), "foreign_files", 7),
                Arguments.of(new OpenRefusal.StoreDamaged("m"), "store_damaged", 6),
                Arguments.of(new OpenRefusal.Unavailable("m"), "unavailable", 7));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void every_refusal_to_open_has_its_exit_code_and_word(OpenRefusal refusal, String word, int code) {
        assertThat(RefusalExit.of(refusal).exitCode()).isEqualTo(code);
        assertThat(RefusalExit.of(refusal).word()).isEqualTo(word);
        assertThat(RefusalExit.of(refusal)).hasMessageStartingWith("m");
    }

    @Test
    void no_refusal_is_forgotten() {
        assertThat(refusals()
                        .map(arguments -> arguments.get()[0].getClass().getName())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(OpenRefusal.class.getPermittedSubclasses())
                        .map(Class::getName)
                        .toList());
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(new AppendAnswer.Mirrored(RECEIPT), 0, false),
                Arguments.of(new AppendAnswer.AlreadyRecorded(RECEIPT), 0, false),
                Arguments.of(new AppendAnswer.MirrorPending(RECEIPT, "busy"), 0, false),
                Arguments.of(
                        new AppendAnswer.PolicyRefused(new PolicyRuleId("a.b"), PolicyOutcome.REJECT, "m"), 5, false),
                Arguments.of(new AppendAnswer.EventConflict(Optional.of(RECEIPT), List.of("payload"), "m"), 5, true),
                Arguments.of(new AppendAnswer.EventVoid(RECEIPT, "m"), 5, true),
                Arguments.of(new AppendAnswer.EventInvalid("payload", "m"), 5, true),
                Arguments.of(new AppendAnswer.StoreTooFarBehind(1, "m"), 7, false),
                Arguments.of(new AppendAnswer.InsideTransaction("m"), 7, false),
                Arguments.of(new AppendAnswer.Forked(Sequence.FIRST, "m"), 6, false),
                Arguments.of(new AppendAnswer.LogReplaced("m"), 7, false),
                Arguments.of(new AppendAnswer.NotWritten("m"), 7, false),
                Arguments.of(new AppendAnswer.OutcomeUnknown(new EventId("e"), Sequence.FIRST, "m"), 7, false));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void every_answer_has_its_exit_code_and_only_faults_of_the_event_itself_can_be_skipped(
            AppendAnswer answer, int code, boolean ofTheEvent) {
        assertThat(answer.fold(new AnswerExit())).isEqualTo(code);
        assertThat(AnswerExit.isOfTheEvent(answer)).isEqualTo(ofTheEvent);
    }

    @ParameterizedTest
    @CsvSource({
        "IN_PARITY,INTACT,0",
        "STORE_BEHIND,INTACT,3",
        "LOG_BEHIND,INTACT,3",
        "DIVERGED,INTACT,3",
        "IN_PARITY,TORN_TAIL,3",
        "IN_PARITY,DAMAGED,6",
        "DIVERGED,DAMAGED,6",
        "DIVERGED,FORKED,6",
        "IN_PARITY,UNKNOWN_VERSION,4",
        "DIVERGED,UNKNOWN_VERSION,4"
    })
    void a_verdict_has_its_exit_code(ParityVerdict verdict, LogVerdict log, int code) {
        VerifyReport report = new VerifyReport(
                ParityLevel.FULL,
                verdict,
                log,
                Optional.empty(),
                List.of(),
                List.of(),
                0,
                List.of(),
                List.of(),
                Optional.empty());

        assertThat(Reports.exitCode(report)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "EXTENDS,EXTENDS,0",
        "EXTENDS,TRUNCATED,3",
        "TRUNCATED,TRUNCATED,3",
        "UNPROVEN,UNPROVEN,3",
        "UNREADABLE,EXTENDS,3",
        "REWRITTEN,EXTENDS,6",
        "EXTENDS,REWRITTEN,6"
    })
    void a_verification_against_a_checkpoint_has_its_exit_code(Standing log, Standing store, int code) {
        VerifyReport report = new VerifyReport(
                ParityLevel.FULL,
                ParityVerdict.IN_PARITY,
                LogVerdict.INTACT,
                Optional.empty(),
                List.of(new CheckpointCheck("c", Optional.empty(), log, Optional.of(store))),
                List.of(),
                0,
                List.of(),
                List.of(),
                Optional.empty());

        assertThat(Reports.exitCode(report)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "INTACT,AUTHENTIC,COMPLETE,EXTENDS,0",
        "INTACT,UNSIGNED,NOT_CHECKED,EXTENDS,0",
        "INTACT,NOT_CHECKED,AS_FAR_AS_THE_STORE,EXTENDS,0",
        "TORN_TAIL,AUTHENTIC,COMPLETE,EXTENDS,3",
        "INTACT,AUTHENTIC,INCOMPLETE,TRUNCATED,3",
        "INTACT,AUTHENTIC,AS_FAR_AS_THE_STORE,UNPROVEN,3",
        "INTACT,UNAUTHENTIC,COMPLETE,EXTENDS,6",
        "INTACT,AUTHENTIC,REWRITTEN,REWRITTEN,6",
        "DAMAGED,AUTHENTIC,COMPLETE,EXTENDS,6",
        "FORKED,AUTHENTIC,COMPLETE,EXTENDS,6",
        "TORN_TAIL,UNAUTHENTIC,INCOMPLETE,TRUNCATED,6",
        "UNKNOWN_VERSION,UNAUTHENTIC,REWRITTEN,REWRITTEN,4"
    })
    void an_audit_has_its_exit_code(
            LogVerdict log, Authenticity authentic, Completeness complete, Standing checkpoint, int code) {
        AuditReport report = new AuditReport(
                log,
                authentic,
                complete,
                new AuditReport.Counts(1, 0, 0, 0, 0),
                List.of(new CheckpointCheck("c", Optional.empty(), checkpoint, Optional.empty())),
                List.of(),
                0,
                List.of(),
                List.of(),
                Optional.empty());

        assertThat(AuditReports.exitCode(report)).isEqualTo(code);
    }
}
