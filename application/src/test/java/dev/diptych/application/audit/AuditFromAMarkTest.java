package dev.diptych.application.audit;

import static dev.diptych.application.audit.AuditedLedger.SECOND;
import static dev.diptych.application.audit.AuditedLedger.WRITER;
import static dev.diptych.application.audit.AuditedLedger.chainOf;
import static dev.diptych.application.audit.AuditedLedger.rotated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.events.EditedLine;
import dev.diptych.contracts.events.SignedChain;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.ports.driving.AuditMark;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditReport.Counts;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.NamedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Audits that begin at a mark, and that read a share of what lies before it again. */
class AuditFromAMarkTest {
    private final AuditedLedger ledger = AuditedLedger.trustingTheWriter();

    @Test
    void reads_what_lies_behind_the_mark_and_takes_the_rest_on_trust() {
        SignedChain chain = chainOf(5);
        AuditMark mark = markOf(chain.forkedBehind(3));

        AuditReport report = ledger.holding(chain).audit(AuditRequest.since(mark));

        assertThat(report.isClean()).isTrue();
        assertThat(report.counts()).isEqualTo(new Counts(2, 2, 2, 3, 0));
        assertThat(report.notChecked()).containsExactly("history", "duplicate_ids");
        assertThat(report.notes()).isEmpty();
        assertThat(report.mark().orElseThrow()).hasToString(chain.head() + ":1");
        assertThat(report.complete()).isEqualTo(AuditReport.Completeness.AS_FAR_AS_THE_STORE);
    }

    @Test
    void finds_nothing_new_where_nothing_is_new() {
        SignedChain chain = chainOf(3);

        AuditReport report = ledger.holding(chain).audit(AuditRequest.since(markOf(chain)));

        assertThat(report.isClean()).isTrue();
        assertThat(report.counts()).isEqualTo(new Counts(0, 0, 0, 3, 0));
        assertThat(report.mark()).contains(markOf(chain));
        assertThat(report.complete()).isEqualTo(AuditReport.Completeness.AS_FAR_AS_THE_STORE);
    }

    @Test
    void knows_what_was_said_of_keys_before_the_mark() {
        SignedChain chain = chainOf(1);
        chain.keys(WRITER, new KeyEvent.SignaturesRequired(true));
        chain.keys(WRITER, rotated(WRITER, SECOND));
        AuditMark mark = markOf(chain);
        chain.signed(SECOND, "good");
        chain.signed(WRITER, "ended");
        chain.unsigned("unsigned");

        AuditReport report = ledger.holding(chain).audit(AuditRequest.since(mark));

        assertThat(report.counts().skipped()).isEqualTo(3);
        assertThat(report.findings())
                .extracting(Finding::kind)
                .containsExactly(FindingKind.KEY_NOT_VALID, FindingKind.MISSING_SIGNATURE);
        assertThat(report.counts().verified()).isEqualTo(1);
    }

    @Test
    void a_mark_that_is_stale_foreign_or_forged_costs_time_and_never_an_answer() {
        SignedChain chain = chainOf(2);
        chain.signedBatch(WRITER, "s3", "s4");
        SignedChain other = SignedChain.ofLedger(8);
        other.signed(WRITER, "s1");
        List<SealedEvent> damaged = new ArrayList<>(chain.events());
        byte[] edited =
                EditedLine.of(chain.event(1).toLine()).with("payload", "\"x\"").toBytes();
        ledger.withStore(chain, 4)
                .withLines(
                        edited,
                        damaged.get(1).toLine(),
                        damaged.get(2).toLine(),
                        damaged.get(3).toLine());
        ChainHead second = chain.event(2).asHead();

        for (ChainHead bad : List.of(
                new ChainHead(second.sequence(), chain.event(1).hash()),
                new ChainHead(Sequence.of(4), second.hash()),
                chain.event(3).asHead(),
                new ChainHead(Sequence.of(99), second.hash()),
                other.head())) {
            AuditReport report = ledger.audit(AuditRequest.since(new AuditMark(bad, Sequence.FIRST)));

            assertThat(report.findings())
                    .as("%s", bad)
                    .extracting(Finding::kind)
                    .containsExactly(FindingKind.PAYLOAD_HASH);
            assertThat(report.counts().skipped()).isZero();
            assertThat(report.notChecked()).doesNotContain("history");
            assertThat(report.notes()).singleElement().asString().contains("the mark " + bad, "everything was audited");
        }
        assertThat(ledger.audit(AuditRequest.since(new AuditMark(second, Sequence.FIRST)))
                        .findings())
                .isEmpty();
    }

    @Test
    void reads_everything_where_the_store_cannot_tell_what_was_said_of_keys() {
        SignedChain chain = chainOf(1);
        chain.keys(WRITER, rotated(WRITER, SECOND));
        chain.signed(SECOND, "s3");
        AuditMark mark = markOf(chain.forkedBehind(3));
        chain.signed(SECOND, "s4");

        AuditReport without = ledger.withLog(chain.events()).audit(AuditRequest.since(mark));

        assertThat(without.counts()).isEqualTo(new Counts(4, 4, 4, 0, 0));
        assertThat(without.notes()).hasSize(1);
        AuditReport behind = ledger.withStore(chain, 2).audit(AuditRequest.since(mark));
        assertThat(behind.counts()).isEqualTo(new Counts(4, 4, 4, 0, 0));
    }

    @Test
    void reads_everything_where_a_checkpoint_is_given() {
        SignedChain chain = chainOf(2);

        AuditReport report = ledger.holding(chain)
                .audit(AuditRequest.since(markOf(chain)).against(List.of(new NamedCheckpoint("a", "no checkpoint"))));

        assertThat(report.counts().events()).isEqualTo(2);
        assertThat(report.notes()).singleElement().asString().contains("everything was audited");
        assertThat(report.findings()).extracting(Finding::kind).containsExactly(FindingKind.BAD_CHECKPOINT);
    }

    @Test
    void rolling_audits_read_the_old_part_again_share_by_share_and_begin_anew_at_its_end() {
        SignedChain chain = chainOf(10);
        ledger.holding(chain);
        AuditMark mark = markOf(chain);
        List<Long> next = new ArrayList<>();
        for (int run = 0; run < 5; run++) {
            AuditReport report = ledger.audit(AuditRequest.since(mark).readingAgain(30));
            assertThat(report.isClean()).isTrue();
            assertThat(report.counts()).isEqualTo(new Counts(0, 3, 3, 7, 3));
            mark = report.mark().orElseThrow();
            next.add(mark.rereadNext().value());
        }
        assertThat(next).containsExactly(4L, 7L, 10L, 3L, 6L);
    }

    @Test
    void rolling_audits_find_damage_anywhere_in_the_old_part_within_a_round() {
        SignedChain chain = chainOf(3);
        chain.signedBatch(WRITER, "s4", "s5", "s6");
        chain.keys(WRITER, rotated(WRITER, SECOND));
        IntStream.rangeClosed(8, 11).forEach(i -> chain.signed(SECOND, "s" + i));
        for (int damaged = 1; damaged <= 10; damaged++) {
            ledger.holding(chain);
            AuditMark mark = markOf(chain);
            ledger.withLines(withBadSignature(chain, damaged));
            boolean isFound = false;
            for (int run = 0; run < 4 && !isFound; run++) {
                AuditReport report = ledger.audit(AuditRequest.since(mark).readingAgain(25));
                isFound = report.findings().stream().anyMatch(finding -> finding.kind() == FindingKind.BAD_SIGNATURE);
                mark = report.mark().orElse(mark);
            }
            assertThat(isFound).as("event %d", damaged).isTrue();
        }
    }

    @Test
    void a_rolling_audit_that_reads_all_again_skips_nothing() {
        SignedChain chain = chainOf(4);
        AuditMark mark = new AuditMark(chain.head(), Sequence.of(3));

        AuditReport report =
                ledger.holding(chain).audit(AuditRequest.since(mark).readingAgain(100));

        assertThat(report.counts()).isEqualTo(new Counts(0, 4, 4, 0, 4));
        assertThat(report.notChecked()).containsExactly("duplicate_ids");
        assertThat(report.mark().orElseThrow().rereadNext()).isEqualTo(Sequence.of(3));
    }

    @Test
    void progress_is_told_at_the_end() {
        List<String> told = new ArrayList<>();

        ledger.holding(chainOf(3))
                .audit(AuditRequest.full().tellingProgressTo((done, of) -> told.add(done + "/" + of)));

        assertThat(told).containsExactly("3/3");
    }

    private static AuditMark markOf(SignedChain chain) {
        return new AuditMark(chain.head(), Sequence.FIRST);
    }

    private static byte[][] withBadSignature(SignedChain chain, int sequence) {
        return chain.events().stream()
                .map(event -> event.sequenceValue() == sequence
                        ? EditedLine.of(event.toLine())
                                .with(
                                        "signature",
                                        "\"" + chain.event(11).signature().orElseThrow() + "\"")
                                .toBytes()
                        : event.toLine())
                .toArray(byte[][]::new);
    }
}
