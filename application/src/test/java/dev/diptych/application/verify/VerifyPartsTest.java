package dev.diptych.application.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verifying since a mark, and quickly: what is looked at, and what is said not to have been. */
class VerifyPartsTest {
    @Test
    void since_a_mark_only_what_came_after_it_is_read_and_the_rest_is_counted_on_trust() {
        TwinLedger ledger = TwinLedger.of(3);
        VerifiedMark mark = ledger.verify().mark().orElseThrow();
        appended(ledger, "x", "y");
        List<Long> read = new ArrayList<>();

        VerifyReport report =
                ledger.verify(VerifyRequest.since(mark).tellingProgressTo((done, ofAbout) -> read.add(done)));

        assertThat(report.isClean()).isTrue();
        assertThat(report.level()).isEqualTo(ParityLevel.SINCE);
        assertThat(report.notChecked()).containsExactly("history");
        assertThat(report.parity().orElseThrow().matched()).isEqualTo(5);
        assertThat(report.parity().get().logEvents()).isEqualTo(5);
        assertThat(read).containsExactly(2L);
        assertThat(report.mark()).contains(new VerifiedMark(ledger.inLog(5).asHead()));
    }

    @Test
    void since_a_mark_history_before_it_is_not_looked_at() {
        TwinLedger ledger = TwinLedger.of(3);
        VerifiedMark mark = ledger.verify().mark().orElseThrow();
        ledger.store().editRow(1, RowColumn.PAYLOAD, "0");

        assertThat(ledger.verify(VerifyRequest.since(mark)).isClean()).isTrue();
        assertThat(ledger.verify().isClean()).isFalse();
    }

    @Test
    void since_a_mark_what_came_after_it_is_judged_as_in_full() {
        TwinLedger ledger = TwinLedger.of(2);
        VerifiedMark mark = ledger.verify().mark().orElseThrow();
        appended(ledger, "x", "y", "z");
        ledger.store().editRow(4, RowColumn.PAYLOAD, "0");

        VerifyReport report = ledger.verify(VerifyRequest.since(mark));

        assertThat(report.findings())
                .isEqualTo(ledger.verify().findings().stream()
                        .map(finding ->
                                finding.at(report.findings().get(0).place().orElseThrow()))
                        .toList());
        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
    }

    @Test
    void an_id_that_the_history_before_the_mark_has_is_doubled_all_the_same() {
        TwinLedger ledger = TwinLedger.of(2);
        VerifiedMark mark = ledger.verify().mark().orElseThrow();
        SeededEvents events = SeededEvents.of(3);
        ledger.log()
                .addBytes(events.seal(ledger.inLog(2).asHead(), List.of(events.drafted(TwinLedger.draft("e-1"))))
                        .get(0)
                        .toLine());

        VerifyReport report = ledger.verify(VerifyRequest.since(mark));

        assertThat(report.level()).isEqualTo(ParityLevel.SINCE);
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(FindingKind.DUPLICATE_ID));
    }

    @Test
    void a_mark_that_the_log_does_not_have_costs_a_full_verification() {
        TwinLedger ledger = TwinLedger.of(3);
        VerifiedMark stale =
                new VerifiedMark(new ChainHead(Sequence.of(2), ledger.inLog(1).hash()));

        VerifyReport report = ledger.verify(VerifyRequest.since(stale));

        assertThat(report.level()).isEqualTo(ParityLevel.FULL);
        assertThat(report.isClean()).isTrue();
        assertThat(report.notChecked()).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains("mark " + stale, "everything was verified");
    }

    @Test
    void a_mark_whose_row_was_edited_costs_a_full_verification_that_finds_it() {
        TwinLedger ledger = TwinLedger.of(3);
        VerifiedMark mark = ledger.verify().mark().orElseThrow();
        ledger.store().editRow(3, RowColumn.PAYLOAD, "0");

        VerifyReport report = ledger.verify(VerifyRequest.since(mark));

        assertThat(report.level()).isEqualTo(ParityLevel.FULL);
        assertThat(report.findingsTotal()).isEqualTo(1);
    }

    @Test
    void a_mark_inside_a_batch_costs_a_full_verification() {
        TwinLedger ledger = TwinLedger.empty();
        appended(ledger, "a", "b", "c");

        VerifyReport report = ledger.verify(
                VerifyRequest.since(new VerifiedMark(ledger.inLog(2).asHead())));

        assertThat(report.level()).isEqualTo(ParityLevel.FULL);
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void a_mark_without_a_store_costs_a_full_verification() {
        TwinLedger ledger = TwinLedger.of(2);
        VerifiedMark mark = ledger.verify().mark().orElseThrow();
        ledger.store().delete();

        assertThat(ledger.verify(VerifyRequest.since(mark)).level()).isEqualTo(ParityLevel.FULL);
    }

    @Test
    void a_request_since_no_mark_at_all_is_a_full_one() {
        TwinLedger ledger = TwinLedger.of(2);
        VerifyRequest since = new VerifyRequest(
                ParityLevel.SINCE,
                Optional.empty(),
                List.of(),
                finding -> {},
                dev.diptych.ports.driving.Progress.UNSEEN);

        VerifyReport report = ledger.verify(since);

        assertThat(report.level()).isEqualTo(ParityLevel.FULL);
        assertThat(report.notes()).singleElement().asString().contains("no mark was given");
    }

    @Test
    void a_quick_verification_compares_the_newest_batch_and_counts_nothing() {
        TwinLedger ledger = TwinLedger.of(40);
        List<Long> read = new ArrayList<>();

        VerifyReport report = ledger.verify(VerifyRequest.quick().tellingProgressTo((done, ofAbout) -> read.add(done)));

        assertThat(report.isClean()).isTrue();
        assertThat(report.level()).isEqualTo(ParityLevel.QUICK);
        assertThat(report.parity()).isEmpty();
        assertThat(report.notChecked()).containsExactly("history");
        assertThat(report.mark()).isEmpty();
        assertThat(read).containsExactly(1L);
    }

    @Test
    void a_quick_verification_sees_what_is_pending() {
        TwinLedger ledger = TwinLedger.of(5);
        ledger.store().deleteRow(5);
        ledger.store().deleteRow(4);

        VerifyReport report = ledger.verify(VerifyRequest.quick());

        assertThat(report.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(report.findings()).allMatch(finding -> finding.kind() == FindingKind.PENDING);
        assertThat(ParityVerifier.isOnlyPending(report)).isTrue();
    }

    @Test
    void a_quick_verification_sees_an_edited_newest_row() {
        TwinLedger ledger = TwinLedger.of(5);
        ledger.store().editRow(5, RowColumn.TRACE_ID, "other");

        assertThat(ledger.verify(VerifyRequest.quick()).verdict()).isEqualTo(ParityVerdict.DIVERGED);
    }

    @Test
    void a_quick_verification_sees_a_log_that_was_cut() {
        TwinLedger ledger = TwinLedger.of(5);
        ledger.log().cutTo(ledger.log().bytes().length - ledger.inLog(5).lineLength());

        VerifyReport report = ledger.verify(VerifyRequest.quick());

        assertThat(report.verdict()).isEqualTo(ParityVerdict.LOG_BEHIND);
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
    }

    @Test
    void a_quick_verification_sees_two_histories() {
        TwinLedger ledger = TwinLedger.of(2);
        SealedEvent other =
                SeededEvents.of(5).batchOf(ledger.inLog(1).asHead(), 1).get(0);
        ledger.log().cutTo(ledger.inLog(1).lineLength());
        ledger.log().addBytes(other.toLine());

        assertThat(ledger.verify(VerifyRequest.quick()).log()).isEqualTo(LogVerdict.FORKED);
    }

    @Test
    void a_quick_verification_of_a_damaged_newest_line_reads_as_much_as_it_takes() {
        TwinLedger ledger = TwinLedger.of(3);
        ledger.log().damageByte(ledger.log().bytes().length - 5);

        VerifyReport report = ledger.verify(VerifyRequest.quick());

        assertThat(report.log()).isEqualTo(LogVerdict.DAMAGED);
        assertThat(report.verdict()).isEqualTo(ParityVerdict.DIVERGED);
    }

    @Test
    void a_quick_verification_of_an_unborn_ledger_is_clean() {
        TwinLedger ledger = TwinLedger.empty();
        ledger.open().close();

        assertThat(ledger.verify(VerifyRequest.quick()).isClean()).isTrue();
    }

    @Test
    void a_hole_in_the_newest_batch_is_more_than_pending() {
        TwinLedger ledger = TwinLedger.empty();
        appended(ledger, "a");
        appended(ledger, "b", "c");
        ledger.store().deleteRow(2);

        VerifyReport report = ledger.verify(VerifyRequest.quick());

        assertThat(report.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(ParityVerifier.isOnlyPending(report)).isFalse();
    }

    private static void appended(TwinLedger ledger, String... drafted) {
        try (Mirror mirror = ledger.open()) {
            ledger.appendAll(mirror, drafted);
        }
    }
}
