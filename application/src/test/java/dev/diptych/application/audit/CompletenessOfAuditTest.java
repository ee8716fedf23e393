package dev.diptych.application.audit;

import static dev.diptych.application.audit.AuditedLedger.RECOVERY;
import static dev.diptych.application.audit.AuditedLedger.STRANGER;
import static dev.diptych.application.audit.AuditedLedger.WRITER;
import static dev.diptych.application.audit.AuditedLedger.chainOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.events.SignedChain;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.merkle.MerkleFrontier;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditReport.Completeness;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.CheckpointCheck.Standing;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.NamedCheckpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether an audit sees that something was cut off or written anew: from a checkpoint, from the store, or not at all. */
class CompletenessOfAuditTest {
    private final AuditedLedger ledger = AuditedLedger.trustingTheWriter();

    @Test
    void a_log_that_extends_its_checkpoint_is_complete() {
        SignedChain chain = chainOf(5);

        AuditReport report = ledger.withLog(chain.events()).audit(against(checkpoint(chain, 3, WRITER)));

        assertThat(report.isClean()).isTrue();
        assertThat(report.complete()).isEqualTo(Completeness.COMPLETE);
        assertThat(report.checkpoints())
                .singleElement()
                .satisfies(check -> assertThat(check.log()).isEqualTo(Standing.EXTENDS));
    }

    @Test
    void a_tail_cut_off_both_copies_is_found_against_a_checkpoint_and_only_there() {
        SignedChain chain = chainOf(5);
        ledger.holding(chain.forkedBehind(3));

        AuditReport report = ledger.audit(against(checkpoint(chain, 5, WRITER)));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.TRUNCATED);
            assertThat(finding.sequence()).hasValue(5);
            assertThat(finding.expected()).contains("5");
            assertThat(finding.found()).contains("3");
        });
        assertThat(report.complete()).isEqualTo(Completeness.INCOMPLETE);
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(ledger.audit().isClean()).isTrue();
        assertThat(ledger.audit().complete()).isEqualTo(Completeness.AS_FAR_AS_THE_STORE);
    }

    @Test
    void a_tail_cut_off_the_log_is_found_against_the_store() {
        SignedChain chain = chainOf(5);
        ledger.withStore(chain, 5).withLog(chain.events().subList(0, 3));

        AuditReport report = ledger.audit();

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.TRUNCATED);
            assertThat(finding.sequence()).hasValue(5);
            assertThat(finding.found()).contains("3");
        });
        assertThat(report.complete()).isEqualTo(Completeness.INCOMPLETE);
        assertThat(report.mark()).isEmpty();
    }

    @Test
    void a_tail_cut_off_the_log_is_found_against_its_last_clean_close_where_the_store_is_lost() {
        TwinLedger twin = TwinLedger.of(3);
        twin.log().cutTo(twin.log().bytes().length - twin.inLog(3).lineLength());
        twin.store().delete();

        AuditReport report = twin.application().auditChain().audit(AuditRequest.full());

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.TRUNCATED);
            assertThat(finding.sequence()).hasValue(3);
            assertThat(finding.found()).contains("2");
        });
    }

    @Test
    void a_rewritten_suffix_with_right_hashes_and_the_right_key_is_found_against_a_checkpoint() {
        SignedChain chain = chainOf(5);
        SignedChain rewritten = rewritten(chain, WRITER);
        ledger.holding(rewritten);

        AuditReport report = ledger.audit(against(checkpoint(chain, 5, WRITER)));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.REWRITTEN);
            assertThat(finding.sequence()).hasValue(5);
        });
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(report.complete()).isEqualTo(Completeness.REWRITTEN);
        assertThat(ledger.audit().isClean()).isTrue();
        assertThat(ledger.audit(against(checkpoint(chain, 3, WRITER))).isClean())
                .isTrue();
    }

    @Test
    void a_rewritten_suffix_is_found_against_the_store() {
        SignedChain chain = chainOf(5);
        SignedChain rewritten = rewritten(chain, WRITER);
        ledger.withStore(chain, 5).withLog(rewritten.events());

        AuditReport report = ledger.audit();

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.FORKED);
            assertThat(finding.sequence()).hasValue(5);
            assertThat(finding.expected()).contains(chain.head().hash().hex());
            assertThat(finding.found()).contains(rewritten.head().hash().hex());
        });
        assertThat(report.log()).isEqualTo(LogVerdict.FORKED);
        assertThat(report.complete()).isEqualTo(Completeness.REWRITTEN);
    }

    @Test
    void a_suffix_rewritten_and_signed_anew_by_an_untrusted_key_is_found_by_that() {
        SignedChain rewritten = rewritten(chainOf(5), STRANGER);

        AuditReport report = ledger.holding(rewritten).audit();

        assertThat(report.findings())
                .extracting(Finding::kind)
                .containsExactly(FindingKind.UNKNOWN_KEY, FindingKind.UNKNOWN_KEY);
        assertThat(report.complete()).isEqualTo(Completeness.AS_FAR_AS_THE_STORE);
    }

    @Test
    void a_checkpoint_by_a_key_that_is_not_trusted_for_it_is_bad() {
        SignedChain chain = chainOf(2);
        ledger.holding(chain);

        for (TwinSigner other : List.of(STRANGER, RECOVERY)) {
            AuditReport report = ledger.audit(against(checkpoint(chain, 2, other)));

            assertThat(report.findings()).extracting(Finding::kind).containsExactly(FindingKind.BAD_CHECKPOINT);
            assertThat(report.complete()).isEqualTo(Completeness.AS_FAR_AS_THE_STORE);
            assertThat(report.isClean()).isFalse();
            assertThat(report.mark()).isEmpty();
        }
    }

    @Test
    void a_history_of_checkpoints_is_held_against_the_log_one_by_one() {
        SignedChain chain = chainOf(4);
        SignedChain rewritten = chain.forkedBehind(2);
        rewritten.signed(WRITER, "other");
        ledger.holding(chain);

        AuditReport report = ledger.audit(AuditRequest.full()
                .against(List.of(
                        checkpoint(chain, 0, WRITER),
                        checkpoint(chain, 2, WRITER),
                        checkpoint(rewritten, 3, WRITER),
                        checkpoint(chain, 4, WRITER))));

        assertThat(report.checkpoints())
                .extracting(check -> check.log())
                .containsExactly(Standing.EXTENDS, Standing.EXTENDS, Standing.REWRITTEN, Standing.EXTENDS);
        assertThat(report.findings()).extracting(Finding::kind).containsExactly(FindingKind.REWRITTEN);
    }

    @Test
    void a_log_without_a_store_and_a_checkpoint_is_said_not_to_have_been_checked_for_completeness() {
        AuditReport report = ledger.withLog(chainOf(2).events()).audit();

        assertThat(report.isClean()).isTrue();
        assertThat(report.complete()).isEqualTo(Completeness.NOT_CHECKED);
        assertThat(report.notChecked()).containsExactly("store", "completeness", "duplicate_ids");
    }

    @Test
    void a_store_whose_newest_row_was_edited_remembers_only_how_many_there_were() {
        SignedChain chain = chainOf(2);
        ledger.holding(chain).twin().store().editRow(2, RowColumn.PAYLOAD, "\"x\"");

        AuditReport report = ledger.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.complete()).isEqualTo(Completeness.NOT_CHECKED);
        ledger.withLog(chain.events().subList(0, 1));
        assertThat(ledger.audit().complete()).isEqualTo(Completeness.INCOMPLETE);
    }

    @Test
    void a_store_that_only_a_newer_program_understands_remembers_nothing() {
        ledger.holding(chainOf(2)).twin().store().setSchema(3);

        AuditReport report = ledger.audit();

        assertThat(report.complete()).isEqualTo(Completeness.NOT_CHECKED);
        assertThat(report.notes()).singleElement().asString().contains("was not read");
        assertThat(report.notChecked()).contains("store");
    }

    @Test
    void what_a_writer_has_not_finished_is_no_finding() {
        TwinLedger twin = TwinLedger.of(2);
        List<SealedEvent> begun = SignedChain.ofLedger(1).signedBatch(STRANGER, "a", "b");
        try (Mirror mirror = twin.open()) {
            twin.log().addBytes(begun.get(0).toLine());

            AuditReport report = twin.application().auditChain().audit(AuditRequest.full());

            assertThat(mirror).isNotNull();
            assertThat(report.findings()).isEmpty();
            assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
            assertThat(report.counts().events()).isEqualTo(2);
        }
    }

    @Test
    void a_ledger_without_an_event_is_clean_and_has_no_mark() {
        TwinLedger twin = TwinLedger.empty();
        twin.open().close();

        AuditReport report = twin.application().auditChain().audit(AuditRequest.full());

        assertThat(report.isClean()).isTrue();
        assertThat(report.mark()).isEmpty();
        assertThat(report.authentic()).isEqualTo(AuditReport.Authenticity.UNSIGNED);
    }

    @Test
    void nothing_at_all_cannot_be_audited() {
        assertThatThrownBy(ledger::audit)
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("nothing to audit")
                .hasMessageContaining("diptych verify");
    }

    private static SignedChain rewritten(SignedChain chain, TwinSigner by) {
        SignedChain rewritten = chain.forkedBehind(3);
        rewritten.signed(by, "x4");
        rewritten.signed(by, "x5");
        return rewritten;
    }

    private static AuditRequest against(NamedCheckpoint checkpoint) {
        return AuditRequest.full().against(List.of(checkpoint));
    }

    private static NamedCheckpoint checkpoint(SignedChain chain, int size, TwinSigner by) {
        MerkleFrontier tree = MerkleFrontier.empty();
        chain.events().subList(0, size).forEach(event -> tree.add(event.hash()));
        Checkpoint checkpoint = new Checkpoint(Checkpoint.originOf(chain.ledger()), Sequence.of(size), tree.root());
        return new NamedCheckpoint(
                "kept:" + size,
                SignedCheckpoint.sign(checkpoint, by.publicKey(), by::sign).render());
    }
}
