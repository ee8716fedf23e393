package dev.diptych.application.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.BlockedForce;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.EventSetParity;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a full verification says of ledgers that are whole, behind, damaged, and edited by hand. */
class VerifyTest {
    @Test
    void a_whole_ledger_is_in_parity_and_marked() {
        TwinLedger ledger = TwinLedger.of(3);

        VerifyReport report = ledger.verify();

        assertThat(report.isClean()).isTrue();
        assertThat(report.level()).isEqualTo(ParityLevel.FULL);
        assertThat(report.parity()).contains(new EventSetParity(3, 3, 3, 0, 0, 0, 0, 0, 0, 0));
        assertThat(report.judgedVerdict()).contains(ParityVerdict.IN_PARITY);
        assertThat(report.notChecked()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.mark()).contains(new VerifiedMark(ledger.inLog(3).asHead()));
    }

    @Test
    void an_unborn_ledger_is_in_parity_and_has_no_mark() {
        TwinLedger ledger = TwinLedger.empty();
        ledger.open().close();

        VerifyReport report = ledger.verify();

        assertThat(report.isClean()).isTrue();
        assertThat(report.mark()).isEmpty();
    }

    @Test
    void nothing_at_all_cannot_be_verified() {
        assertThatThrownBy(() -> TwinLedger.empty().verify())
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("nothing to verify")
                .hasMessageContaining("diptych init");
    }

    @Test
    void an_edited_row_is_a_mismatch_with_its_fields_both_hashes_and_the_side_that_the_chain_vouches_for() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.store().editRow(2, RowColumn.PAYLOAD, "{\"of\":\"forged\"}");

        VerifyReport report = ledger.verify();

        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(report.mark()).isEmpty();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.MISMATCH);
            assertThat(finding.sequence()).hasValue(2);
            assertThat(finding.id()).contains("e-2");
            assertThat(finding.fields()).containsExactly("payload");
            assertThat(finding.place().orElseThrow().offset())
                    .isEqualTo(ledger.inLog(1).lineLength());
            assertThat(finding.hashes().orElseThrow().hashesToChain()).isEqualTo("log");
            assertThat(finding.hashes().get().log())
                    .contains(ledger.inLog(2).hash().hex());
        });
    }

    @Test
    void a_row_that_was_deleted_is_missing_in_the_store() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.store().deleteRow(2);

        VerifyReport report = ledger.verify();

        assertThat(report.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(kinds(report)).containsExactly(FindingKind.MISSING_IN_STORE);
        assertThat(ParityVerifier.isOnlyPending(report)).isFalse();
    }

    @Test
    void rows_that_the_store_lacks_at_its_end_are_pending() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.store().deleteRow(3);
        ledger.store().deleteRow(2);

        VerifyReport report = ledger.verify();

        assertThat(report.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(kinds(report)).containsExactly(FindingKind.PENDING, FindingKind.PENDING);
        assertThat(ParityVerifier.isOnlyPending(report)).isTrue();
    }

    @Test
    void a_log_that_was_cut_is_behind() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.log().cutTo(ledger.log().bytes().length - ledger.inLog(3).lineLength());

        VerifyReport report = ledger.verify();

        assertThat(report.verdict()).isEqualTo(ParityVerdict.LOG_BEHIND);
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(kinds(report)).containsExactly(FindingKind.MISSING_IN_LOG);
    }

    @Test
    void a_deleted_log_is_an_empty_one() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.log().deleteLog();

        VerifyReport report = ledger.verify();

        assertThat(report.verdict()).isEqualTo(ParityVerdict.LOG_BEHIND);
        assertThat(report.parity().orElseThrow().missingInLog()).isEqualTo(2);
        assertThat(ledger.verify(VerifyRequest.quick()).verdict()).isEqualTo(ParityVerdict.LOG_BEHIND);
    }

    @Test
    void a_missing_store_is_said_not_to_have_been_checked_and_all_events_are_pending() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.store().delete();

        VerifyReport report = ledger.verify();

        assertThat(report.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(report.notChecked()).containsExactly("store");
        assertThat(report.parity().orElseThrow().pending()).isEqualTo(2);
    }

    @Test
    void a_store_that_only_a_newer_program_understands_is_a_finding_and_the_log_is_judged_all_the_same() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.store().setSchema(3);

        VerifyReport report = ledger.verify();

        assertThat(kinds(report)).containsExactly(FindingKind.UNKNOWN_VERSION);
        assertThat(report.judgedVerdict()).isEmpty();
        assertThat(report.isClean()).isFalse();
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(report.parity().orElseThrow().logEvents()).isEqualTo(2);
        assertThat(report.notChecked()).containsExactly("store");
        assertThat(report.notes()).singleElement().asString().contains("was not read", "schema 3");
        assertThat(ledger.verify(VerifyRequest.quick()).isClean()).isFalse();
    }

    @Test
    void a_torn_tail_is_one_finding_and_its_lines_are_no_events() {
        TwinLedger ledger = TwinLedger.of(2);
        List<SealedEvent> batch = SeededEvents.of(3).batchOf(ledger.inLog(2).asHead(), 3);
        int whole = ledger.log().bytes().length;
        ledger.log().addBytes(batch.get(0).toLine());
        ledger.log().addBytes(batch.get(1).toLine());

        VerifyReport report = ledger.verify();

        assertThat(report.log()).isEqualTo(LogVerdict.TORN_TAIL);
        assertThat(report.verdict()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.TORN_TAIL);
            assertThat(finding.place().orElseThrow().offset()).isEqualTo(whole);
            assertThat(finding.bytes())
                    .hasValue(batch.get(0).lineLength() + batch.get(1).lineLength());
        });
        assertThat(report.parity().orElseThrow().logEvents()).isEqualTo(2);
        assertThat(ledger.verify(VerifyRequest.quick()).log()).isEqualTo(LogVerdict.TORN_TAIL);
    }

    @Test
    void a_tail_of_many_short_lines_that_turns_out_to_be_damage_is_read_in_bounded_memory() {
        TwinLedger ledger = TwinLedger.of(1);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            lines.append("{\"seq\":2,\"batch\":2,\n");
        }
        lines.append("{\"seq\":9,\"batch\":9,\n");
        ledger.log().addBytes(lines.toString().getBytes(StandardCharsets.US_ASCII));

        VerifyReport report = ledger.verify();

        assertThat(report.log()).isEqualTo(LogVerdict.DAMAGED);
        assertThat(report.findingsTotal()).isGreaterThan(VerifyReport.FINDINGS_LISTED_MAX);
        assertThat(report.findings()).hasSize(VerifyReport.FINDINGS_LISTED_MAX);
    }

    @Test
    void a_batch_that_a_writer_is_writing_is_in_flight_and_no_torn_tail() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            byte[] line = SeededEvents.of(3)
                    .batchOf(ledger.inLog(1).asHead(), 1)
                    .get(0)
                    .toLine();
            byte[] whole = ledger.log().bytes();
            ledger.log().addBytes(Arrays.copyOf(line, line.length - 7));

            VerifyReport report = ledger.verify();

            assertThat(report.isClean()).isTrue();
            ledger.log().setBytes(whole);
        }
    }

    @Test
    void an_event_whose_force_is_under_way_is_not_taken_for_missing() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.store().beBusyFor(1);
            BlockedForce force = BlockedForce.on(ledger);
            CompletionStage<?> stage = mirror.appendAsync(TwinLedger.draft("b"), TwinLedger.decision(mirror));
            force.awaitReached();
            force.letGo();
            stage.toCompletableFuture().join();

            VerifyReport report = ledger.verify();

            assertThat(report.isClean()).isTrue();
            assertThat(report.parity().orElseThrow().inFlight()).isEqualTo(1);
        }
    }

    @Test
    void whoever_holds_the_ledger_itself_sees_pending_events_and_not_events_in_flight() {
        TwinLedger ledger = TwinLedger.empty();
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "a");
            ledger.store().beBusyFor(1);
            mirror.append(TwinLedger.draft("b"), TwinLedger.decision(mirror));

            VerifyReport report = verifier(ledger).verifyHeld(VerifyRequest.full());

            assertThat(report.parity().orElseThrow().pending()).isEqualTo(1);
            assertThat(ParityVerifier.isOnlyPending(report)).isTrue();
        }
    }

    @Test
    void a_line_twice_in_the_log_is_a_doubled_id_and_damage() {
        TwinLedger ledger = TwinLedger.of(2);
        byte[] first = ledger.inLog(1).toLine();
        byte[] second = ledger.inLog(2).toLine();
        ledger.log().setBytes(first);
        ledger.log().addBytes(first);
        ledger.log().addBytes(second);

        VerifyReport report = ledger.verify();

        assertThat(report.log()).isEqualTo(LogVerdict.DAMAGED);
        assertThat(kinds(report)).contains(FindingKind.DUPLICATE_ID, FindingKind.GAP);
    }

    @Test
    void an_id_that_comes_again_at_a_new_sequence_makes_the_log_damaged() {
        TwinLedger ledger = TwinLedger.of(1);
        SeededEvents events = SeededEvents.of(3);
        SealedEvent again = events.seal(ledger.inLog(1).asHead(), List.of(events.drafted(TwinLedger.draft("e-1"))))
                .get(0);
        ledger.log().addBytes(again.toLine());

        VerifyReport report = ledger.verify();

        assertThat(kinds(report)).containsExactly(FindingKind.DUPLICATE_ID);
        assertThat(report.log()).isEqualTo(LogVerdict.DAMAGED);
        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
    }

    @Test
    void two_ledgers_brought_together_are_strangers() {
        TwinLedger ledger = TwinLedger.of(1);
        SealedEvent stranger = SeededEvents.of(9)
                .chain(SeededEvents.of(9).ledgerId(), 1, 1)
                .get(0)
                .get(0);
        ledger.log().setBytes(stranger.toLine());

        VerifyReport report = ledger.verify();

        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.fields()).containsExactly("ledger_id"));
    }

    @Test
    void a_void_flag_on_an_ordinary_row_is_wrong() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.store().editRow(1, RowColumn.VOID, "1");

        VerifyReport report = ledger.verify();

        assertThat(kinds(report)).containsExactly(FindingKind.VOID_FLAG);
        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
    }

    @Test
    void an_own_type_that_is_not_known_leaves_void_flags_unchecked() {
        TwinLedger ledger = withOwn("diptych.healed.v1", "{}");

        VerifyReport report = ledger.verify();

        assertThat(report.isClean()).isTrue();
        assertThat(report.notChecked()).containsExactly("void_flags");
    }

    @Test
    void a_line_of_an_announced_version_ends_what_can_be_judged() {
        TwinLedger ledger = withOwn("diptych.format.v1", "{\"version\":2}");
        ledger.log().addBytes(ofVersion2(ledger));

        VerifyReport report = ledger.verify();

        assertThat(report.log()).isEqualTo(LogVerdict.UNKNOWN_VERSION);
        assertThat(report.notChecked()).contains("log_after_unknown_version");
        assertThat(kinds(report)).containsExactly(FindingKind.UNKNOWN_VERSION);
        assertThat(ledger.verify(VerifyRequest.quick()).log()).isEqualTo(LogVerdict.UNKNOWN_VERSION);
    }

    @Test
    void a_mark_behind_which_a_version_was_announced_knows_of_it() {
        TwinLedger ledger = withOwn("diptych.format.v1", "{\"version\":2}");
        VerifiedMark mark = ledger.verify().mark().orElseThrow();
        ledger.log().addBytes(ofVersion2(ledger));

        VerifyReport report = ledger.verify(VerifyRequest.since(mark));

        assertThat(report.level()).isEqualTo(ParityLevel.SINCE);
        assertThat(report.log()).isEqualTo(LogVerdict.UNKNOWN_VERSION);
    }

    @Test
    void every_finding_is_told_and_the_first_thousand_are_listed() {
        TwinLedger ledger = TwinLedger.empty();
        SeededEvents events = SeededEvents.of(11);
        List<List<SealedEvent>> chain = events.chain(events.ledgerId(), 1_500, 50);
        chain.forEach(batch -> batch.forEach(event -> ledger.log().addBytes(event.toLine())));
        List<Finding> told = new ArrayList<>();

        VerifyReport report = ledger.verify(VerifyRequest.full().tellingFindingsTo(told::add));

        assertThat(told).hasSize(1_500).allMatch(finding -> finding.kind() == FindingKind.PENDING);
        assertThat(report.findingsTotal()).isEqualTo(1_500);
        assertThat(report.findings()).isEqualTo(told.subList(0, 1_000));
    }

    @Test
    void findings_of_the_log_come_before_those_of_parity() {
        TwinLedger ledger = TwinLedger.of(4);
        ledger.store().editRow(1, RowColumn.VOID, "1");
        ledger.log().damageByte(ledger.log().bytes().length - 5);

        VerifyReport report = ledger.verify();

        assertThat(kinds(report))
                .containsExactly(FindingKind.PAYLOAD_HASH, FindingKind.VOID_FLAG, FindingKind.MISMATCH);
    }

    @Test
    void progress_is_told_on_the_way_and_at_the_end() {
        TwinLedger ledger = TwinLedger.empty();
        SeededEvents events = SeededEvents.of(11);
        events.chain(events.ledgerId(), 5_000, 50)
                .forEach(batch -> batch.forEach(event -> ledger.log().addBytes(event.toLine())));
        List<String> told = new ArrayList<>();

        ledger.verify(VerifyRequest.full().tellingProgressTo((done, ofAbout) -> told.add(done + "/" + ofAbout)));

        assertThat(told).containsExactly("4096/5000", "5000/5000");
    }

    @Test
    void a_store_that_cannot_be_read_is_thrown_and_not_reported() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.store().setFailing(true);

        assertThatThrownBy(ledger::verify).isInstanceOf(StoreFailedException.class);
    }

    @Test
    void a_store_that_fails_on_the_way_is_thrown_and_both_copies_are_closed() {
        TwinLedger ledger = TwinLedger.of(2);

        assertThatThrownBy(() -> ledger.verify(VerifyRequest.full()
                        .tellingFindingsTo(finding -> {
                            throw new IllegalStateException("whoever listens fails");
                        })
                        .tellingProgressTo((done, ofAbout) -> {
                            throw new IllegalStateException("whoever listens fails");
                        })))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.log().files().openHandles()).isZero();
        ledger.requireInParity();
    }

    @Test
    void verifying_an_open_mirror_through_itself_earns_evidence_of_that_level() {
        TwinLedger ledger = TwinLedger.of(2);
        try (Mirror mirror = ledger.open()) {
            assertThat(mirror.verify(VerifyRequest.full()).isClean()).isTrue();
            assertThat(TwinLedger.decision(mirror).toString()).isNotEmpty();
            ledger.append(mirror, "after");
        }
        ledger.requireInParity();
    }

    private static ParityVerifier verifier(TwinLedger ledger) {
        return new ParityVerifier(
                ledger.parts().log(),
                ledger.parts().store(),
                ledger.parts().reading(),
                ledger.parts().spools(),
                ledger.parts().keys(),
                ledger.parts().signatures());
    }

    private static TwinLedger withOwn(String type, String payload) {
        TwinLedger ledger = TwinLedger.of(1);
        SeededEvents events = SeededEvents.of(4);
        SealedEvent own = events.seal(
                        ledger.inLog(1).asHead(),
                        List.of(events.drafted(EventDraft.of(type, payload).withSource(EventSource.LEDGER))))
                .get(0);
        ledger.log().addBytes(own.toLine());
        ledger.store().putRow(own);
        return ledger;
    }

    private static byte[] ofVersion2(TwinLedger ledger) {
        String plain = new String(
                SeededEvents.of(5).batchOf(ledger.inLog(2).asHead(), 1).get(0).toLine(), StandardCharsets.UTF_8);
        return plain.replace("\"schema_version\":1", "\"schema_version\":2").getBytes(StandardCharsets.UTF_8);
    }

    private static List<FindingKind> kinds(VerifyReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }
}
