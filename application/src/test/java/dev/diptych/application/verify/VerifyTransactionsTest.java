package dev.diptych.application.verify;

import static dev.diptych.domain.transaction.TransactionOutcome.ABORTED;
import static dev.diptych.domain.transaction.TransactionOutcome.COMMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.RunsByHand;
import dev.diptych.application.TwinLedger;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.EventStanding;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.ReadLedger;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of transactions: told, undecided, malformed, and of rows that are void or should be. */
class VerifyTransactionsTest {
    private final TwinLedger ledger = TwinLedger.of(2);

    @Test
    void transactions_whose_rows_are_as_the_log_tells_are_in_parity() {
        RunsByHand runs = RunsByHand.behind(ledger, 2)
                .bound(2)
                .told(COMMITTED, 2)
                .bound(1)
                .told(ABORTED, 1)
                .voided(6)
                .ordinary();

        VerifyReport report = ledger.verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.notChecked()).isEmpty();
        assertThat(report.mark()).contains(new VerifiedMark(runs.newest().asHead()));
        assertThat(audit().isClean()).isTrue();
    }

    @Test
    void a_run_that_nothing_is_told_of_is_undecided_and_no_damage() {
        RunsByHand.behind(ledger, 2).bound(2);

        VerifyReport report = ledger.verify();

        assertThat(kinds(report.findings())).containsExactly(FindingKind.UNDECIDED);
        assertThat(report.findings().get(0).sequence()).hasValue(3);
        assertThat(report.findings().get(0).expected()).contains("an outcome of the events 3 to 4");
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(report.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(report.parity().orElseThrow().undecided()).isEqualTo(2);
        assertThat(report.mark()).isEmpty();
        AuditReport audit = audit();
        assertThat(audit.isUndecided()).isTrue();
        assertThat(audit.isClean()).isFalse();
        assertThat(audit.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(audit.mark()).isEmpty();
    }

    @Test
    void rows_of_an_undecided_run_that_are_missing_are_pending_too() {
        RunsByHand.behind(ledger, 2).boundInLog(2);

        VerifyReport report = ledger.verify();

        assertThat(kinds(report.findings()))
                .containsExactly(FindingKind.UNDECIDED, FindingKind.PENDING, FindingKind.PENDING);
        assertThat(ParityVerifier.isOnlyPending(report)).isTrue();
    }

    @Test
    void while_a_writer_holds_the_ledger_a_run_is_in_flight_and_no_mark_lies_inside_it() {
        try (Mirror mirror = ledger.open()) {
            RunsByHand.behind(ledger, 2).bound(2);

            VerifyReport report = ledger.verify();

            assertThat(mirror).isNotNull();
            assertThat(report.findings()).isEmpty();
            assertThat(report.isClean()).isTrue();
            assertThat(report.mark()).contains(new VerifiedMark(ledger.inLog(2).asHead()));
            AuditReport audit = audit();
            assertThat(audit.isClean()).isTrue();
            assertThat(audit.mark().orElseThrow().head())
                    .isEqualTo(ledger.inLog(2).asHead());
        }
    }

    @Test
    void void_flags_are_judged_in_both_directions() {
        RunsByHand.behind(ledger, 2)
                .bound(2)
                .told(COMMITTED, 2)
                .bound(2)
                .told(ABORTED, 2)
                .voided(4, 6, 8);

        VerifyReport report = ledger.verify();

        assertThat(report.findings())
                .extracting(
                        Finding::kind,
                        finding -> finding.sequence().orElseThrow(),
                        finding -> finding.expected().orElseThrow())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FindingKind.VOID_FLAG, 4L, "0"),
                        org.assertj.core.groups.Tuple.tuple(FindingKind.VOID_FLAG, 7L, "1"),
                        org.assertj.core.groups.Tuple.tuple(FindingKind.VOID_FLAG, 8L, "0"));
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
    }

    @Test
    void something_inside_a_run_makes_the_log_damaged() {
        RunsByHand.behind(ledger, 2).bound(1).ordinary();

        VerifyReport report = ledger.verify();

        assertThat(kinds(report.findings())).containsExactly(FindingKind.TRANSACTION);
        assertThat(report.findings().get(0).sequence()).hasValue(4);
        assertThat(report.findings().get(0).place()).isPresent();
        assertThat(report.log()).isEqualTo(LogVerdict.DAMAGED);
        assertThat(report.notChecked()).containsExactly("void_flags");
        assertThat(kinds(audit().findings())).containsExactly(FindingKind.TRANSACTION);
        assertThat(audit().log()).isEqualTo(LogVerdict.DAMAGED);
    }

    @Test
    void a_quick_verification_begins_before_the_run_that_the_newest_row_is_in() {
        RunsByHand.behind(ledger, 2).bound(3);

        VerifyReport report = ledger.verify(VerifyRequest.quick());

        assertThat(kinds(report.findings())).containsExactly(FindingKind.UNDECIDED);
        assertThat(report.findings().get(0).sequence()).hasValue(3);
        assertThat(report.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(report.notChecked()).containsExactly("history");
    }

    @Test
    void a_quick_verification_judges_the_flags_of_the_newest_run() {
        RunsByHand.behind(ledger, 2).bound(2).told(ABORTED, 2).voided(3);

        VerifyReport report = ledger.verify(VerifyRequest.quick());

        assertThat(kinds(report.findings())).containsExactly(FindingKind.VOID_FLAG);
        assertThat(report.findings().get(0).sequence()).hasValue(4);
    }

    @Test
    void a_mark_inside_a_run_is_none() {
        RunsByHand runs = RunsByHand.behind(ledger, 2).bound(1);
        VerifiedMark inside = new VerifiedMark(runs.newest().asHead());
        runs.bound(1).told(COMMITTED, 2);

        VerifyReport report = ledger.verify(VerifyRequest.since(inside));

        assertThat(report.level()).isEqualTo(ParityLevel.FULL);
        assertThat(report.notes()).hasSize(1);
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void behind_a_mark_at_an_outcome_transactions_are_judged() {
        RunsByHand runs = RunsByHand.behind(ledger, 2).bound(2).told(COMMITTED, 2);
        VerifiedMark mark = new VerifiedMark(runs.newest().asHead());
        runs.bound(1).told(ABORTED, 1);

        VerifyReport report = ledger.verify(VerifyRequest.since(mark));

        assertThat(report.level()).isEqualTo(ParityLevel.SINCE);
        assertThat(kinds(report.findings())).containsExactly(FindingKind.VOID_FLAG);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261123})
    void counts_of_random_transactions_are_those_that_they_were_made_with(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            TwinLedger made = TwinLedger.of(1);
            RunsByHand runs = RunsByHand.behind(made, 1);
            long sequence = 1;
            long wrong = 0;
            int open = 0;
            for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
                int count = 1 + random.nextInt(3);
                runs.bound(count);
                boolean isLast = parts == 1 && random.nextInt(3) == 0;
                boolean isAborted = !isLast && random.nextBoolean();
                for (long bound = sequence + 1; bound <= sequence + count; bound++) {
                    boolean isWrong = random.nextInt(6) == 0;
                    wrong += isWrong ? 1 : 0;
                    if (isAborted != isWrong) {
                        runs.voided(bound);
                    }
                }
                sequence += count;
                open = isLast ? count : 0;
                if (!isLast) {
                    runs.told(isAborted ? ABORTED : COMMITTED, count);
                    sequence++;
                }
                if (!isLast && random.nextBoolean()) {
                    runs.ordinary();
                    sequence++;
                }
            }
            long torn = random.nextInt(3) == 0 ? 1 : 0;
            if (torn > 0) {
                made.log().addBytes("{\"seq\":".getBytes(StandardCharsets.US_ASCII));
            }

            VerifyReport report = made.verify();

            String context = "seed " + seed + " round " + round;
            assertThat(report.parity().orElseThrow().voidFlags()).as(context).isEqualTo(wrong);
            assertThat(report.parity().orElseThrow().undecided()).as(context).isEqualTo(open);
            assertThat(report.findingsTotal()).as(context).isEqualTo(wrong + torn + (open > 0 ? 1 : 0));
            assertThat(report.notChecked()).as(context).isEmpty();
        }
    }

    @Test
    void a_reader_sees_whether_an_event_happened() {
        RunsByHand.behind(ledger, 2)
                .bound(2)
                .told(COMMITTED, 2)
                .bound(1)
                .told(ABORTED, 1)
                .voided(6)
                .bound(2);

        try (ReadLedger.View view = ledger.application().readLedger().open()) {
            assertThat(List.of(1, 3, 4, 5, 6, 7, 8, 9))
                    .extracting(sequence ->
                            view.standing(view.find(Sequence.of(sequence)).orElseThrow()))
                    .containsExactly(
                            EventStanding.HAPPENED,
                            EventStanding.HAPPENED,
                            EventStanding.HAPPENED,
                            EventStanding.HAPPENED,
                            EventStanding.VOID,
                            EventStanding.HAPPENED,
                            EventStanding.UNDECIDED,
                            EventStanding.UNDECIDED);
        }
    }

    private AuditReport audit() {
        return ledger.application().auditChain().audit(AuditRequest.full());
    }

    private static List<FindingKind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }
}
