package dev.diptych.application.verify;

import static dev.diptych.application.checkpoint.Checkpoints.append;
import static dev.diptych.application.checkpoint.Checkpoints.cutLog;
import static dev.diptych.application.checkpoint.Checkpoints.cutStore;
import static dev.diptych.application.checkpoint.Checkpoints.ledgerOf;
import static dev.diptych.application.checkpoint.Checkpoints.made;
import static dev.diptych.application.checkpoint.Checkpoints.rewriteBoth;
import static dev.diptych.application.checkpoint.Checkpoints.rewriteLog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.TwinLedger;
import dev.diptych.application.checkpoint.Checkpoints;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.KeysUnusableException;
import dev.diptych.ports.driving.CheckpointCheck;
import dev.diptych.ports.driving.CheckpointCheck.Standing;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.MakeCheckpoint.Made;
import dev.diptych.ports.driving.MakeCheckpoint.Request;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.NamedCheckpoint;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verifying against checkpoints: what was taken away from both copies together is found by nothing else. */
class VerifyAgainstCheckpointsTest {
    @Test
    void both_copies_extend_a_checkpoint_of_less_and_one_of_all() {
        TwinLedger ledger = ledgerOf(3);
        Made first = made(ledger);
        append(ledger, "x", "y");
        Made second = made(ledger);

        VerifyReport report = against(ledger, first.text(), second.text());

        assertThat(standings(report)).containsExactly("extends/extends", "extends/extends");
        assertThat(report.checkpoints()).extracting(CheckpointCheck::name).containsExactly("kept:1", "kept:2");
        assertThat(report.checkpoints().get(1).checkpoint()).contains(second.checkpoint());
        assertThat(report.isClean()).isTrue();
        assertThat(report.mark()).isPresent();
    }

    @Test
    void finds_both_copies_cut_together_which_nothing_else_finds() {
        TwinLedger ledger = ledgerOf(6);
        Made checkpoint = made(ledger);
        cutLog(ledger, 4);
        cutStore(ledger, 4, 6);
        assertThat(ledger.verify().isClean()).isTrue();

        VerifyReport report = against(ledger, checkpoint.text());

        assertThat(standings(report)).containsExactly("truncated/truncated");
        assertThat(report.findings()).containsExactly(truncated(6, 4), truncated(6, 4));
        assertThat(report.verdict()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(report.log()).isEqualTo(LogVerdict.INTACT);
        assertThat(report.isClean()).isFalse();
        assertThat(report.mark()).isEmpty();
    }

    @Test
    void finds_a_suffix_rewritten_in_both_copies_with_recomputed_hashes_which_nothing_else_finds() {
        TwinLedger ledger = ledgerOf(6);
        Made checkpoint = made(ledger);
        rewriteBoth(ledger, 4, 6);
        Made after = made(ledger);
        assertThat(ledger.verify().isClean()).isTrue();

        VerifyReport report = against(ledger, checkpoint.text());

        assertThat(standings(report)).containsExactly("rewritten/rewritten");
        Finding rewritten = Finding.of(FindingKind.REWRITTEN)
                .atSequence(6)
                .expecting(
                        checkpoint.checkpoint().root().toString(),
                        after.checkpoint().root().toString());
        assertThat(report.findings()).containsExactly(rewritten, rewritten);
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void finds_a_first_event_rewritten_and_every_one_after_it() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        rewriteBoth(ledger, 1, 5);

        assertThat(standings(against(ledger, checkpoint.text()))).containsExactly("rewritten/rewritten");
    }

    @Test
    void finds_a_suffix_rewritten_and_made_longer() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        rewriteBoth(ledger, 5, 5);
        append(ledger, "x", "y");

        assertThat(standings(against(ledger, checkpoint.text()))).containsExactly("rewritten/rewritten");
    }

    @Test
    void tells_which_copy_was_rewritten() {
        TwinLedger inLog = ledgerOf(5);
        Made checkpoint = made(inLog);
        rewriteLog(inLog, 4, 5);
        TwinLedger inStore = ledgerOf(5);
        Made other = made(inStore);
        SealedEvent replaced = rewriteLog(ledgerOf(5), 5, 5).get(0);
        inStore.store().deleteRow(5);
        inStore.store().putRow(replaced);

        assertThat(standings(against(inLog, checkpoint.text()))).containsExactly("rewritten/extends");
        assertThat(standings(against(inStore, other.text()))).containsExactly("extends/rewritten");
    }

    @Test
    void tells_which_copy_was_cut() {
        TwinLedger log = ledgerOf(5);
        Made checkpoint = made(log);
        cutLog(log, 3);
        TwinLedger store = ledgerOf(5);
        Made other = made(store);
        cutStore(store, 3, 5);

        assertThat(standings(against(log, checkpoint.text()))).containsExactly("truncated/extends");
        assertThat(standings(against(store, other.text()))).containsExactly("extends/truncated");
    }

    @Test
    void of_a_history_only_those_are_not_fine_that_lie_behind_where_it_was_rewritten() {
        TwinLedger ledger = ledgerOf(2);
        List<String> history = new ArrayList<>();
        for (int more = 3; more <= 8; more++) {
            history.add(made(ledger).text());
            append(ledger, "m-" + more);
        }
        rewriteBoth(ledger, 5, 8);

        assertThat(standings(against(ledger, history.toArray(String[]::new))))
                .containsExactly(
                        "extends/extends",
                        "extends/extends",
                        "extends/extends",
                        "rewritten/rewritten",
                        "rewritten/rewritten",
                        "rewritten/rewritten");
    }

    @Test
    void behind_a_damaged_line_the_log_cannot_be_judged_and_before_it_can() {
        TwinLedger ledger = ledgerOf(2);
        Made before = made(ledger);
        append(ledger, "x", "y", "z");
        Made behind = made(ledger);
        ledger.log().damageByte(ledger.inLog(1).lineLength() + ledger.inLog(2).lineLength() + 20);

        VerifyReport report = against(ledger, before.text(), behind.text());

        assertThat(standings(report)).containsExactly("extends/extends", "unreadable/extends");
        assertThat(report.findings())
                .extracting(Finding::kind)
                .doesNotContain(FindingKind.TRUNCATED, FindingKind.REWRITTEN);
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void another_payload_under_the_same_hashes_says_nothing_against_a_checkpoint() {
        TwinLedger ledger = ledgerOf(4);
        Made checkpoint = made(ledger);
        ledger.log().damageByte(ledger.inLog(1).lineLength() - 5);

        VerifyReport report = against(ledger, checkpoint.text());

        assertThat(standings(report)).containsExactly("extends/extends");
        assertThat(report.log()).isEqualTo(LogVerdict.DAMAGED);
    }

    @Test
    void a_row_missing_in_between_leaves_the_store_unreadable_behind_it() {
        TwinLedger ledger = ledgerOf(4);
        Made checkpoint = made(ledger);
        ledger.store().deleteRow(2);

        assertThat(standings(against(ledger, checkpoint.text()))).containsExactly("extends/unreadable");
    }

    @Test
    void a_torn_tail_is_no_event_so_that_what_is_before_it_is_truncated_and_not_unreadable() {
        TwinLedger ledger = ledgerOf(0);
        Mirror mirror = ledger.open();
        List.of("a", "b", "c", "d").forEach(id -> ledger.append(mirror, id));
        ledger.kill();
        Made checkpoint = made(ledger);
        byte[] last = ledger.inLog(4).toLine();
        cutLog(ledger, 3);
        cutStore(ledger, 3, 4);
        ledger.log().addBytes(Arrays.copyOf(last, last.length / 2));

        VerifyReport report = against(ledger, checkpoint.text());

        assertThat(report.log()).isEqualTo(LogVerdict.TORN_TAIL);
        assertThat(standings(report)).containsExactly("truncated/truncated");
    }

    @Test
    void without_a_store_only_the_log_is_judged() {
        TwinLedger ledger = ledgerOf(3);
        Made checkpoint = made(ledger);
        ledger.store().delete();

        CheckpointCheck check = against(ledger, checkpoint.text()).checkpoints().get(0);

        assertThat(check.log()).isEqualTo(Standing.EXTENDS);
        assertThat(check.store()).isEmpty();
    }

    @Test
    void a_checkpoint_by_a_key_that_is_not_trusted_for_checkpoints_proves_nothing() {
        TwinLedger ledger = ledgerOf(3);
        TwinSigner other = TwinSigner.of(12);
        ledger.keys().trust(other, KeyUse.EVENTS, KeyUse.RECOVERY);
        String text = made(ledger, new Request(other, Optional.empty(), Optional.empty()))
                .text();

        VerifyReport report = against(ledger, text);

        assertThat(standings(report)).containsExactly("unproven/unproven");
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.BAD_CHECKPOINT);
            assertThat(finding.found().orElseThrow()).contains("kept:1", "no key that is trusted for checkpoints");
        });
        assertThat(report.isClean()).isFalse();
        assertThat(report.mark()).isEmpty();
    }

    @Test
    void a_checkpoint_proves_nothing_where_nobody_was_asked_whom_to_trust() {
        TwinLedger ledger = TwinLedger.of(3);
        String text = made(ledger).text();

        VerifyReport report = against(ledger, text);

        assertThat(standings(report)).containsExactly("unproven/unproven");
        assertThat(report.findings().get(0).found().orElseThrow()).contains("nobody was asked");
    }

    @Test
    void a_forged_size_or_root_proves_nothing() {
        TwinLedger ledger = ledgerOf(3);
        String text = made(ledger).text();
        String smaller = text.replaceFirst("\n3\n", "\n2\n");

        assertThat(standings(against(ledger, smaller))).containsExactly("unproven/unproven");
    }

    @Test
    void a_checkpoint_of_another_ledger_proves_nothing_whoever_signed_it() {
        TwinLedger ledger = ledgerOf(3);
        TwinLedger other = TwinLedger.empty();
        other.parts().random().next(32);
        append(other, "a", "b");
        String text = made(other).text();

        VerifyReport report = against(ledger, text);

        assertThat(standings(report)).containsExactly("unproven/unproven");
        assertThat(report.findings().get(0).found().orElseThrow()).contains("another ledger");
    }

    @Test
    void what_is_no_checkpoint_is_told_and_stands_in_no_others_way() {
        TwinLedger ledger = ledgerOf(3);

        VerifyReport report = against(ledger, "no checkpoint\n", made(ledger).text());

        assertThat(standings(report)).containsExactly("unproven/unproven", "extends/extends");
        assertThat(report.checkpoints().get(0).checkpoint()).isEmpty();
        assertThat(report.findings()).extracting(Finding::kind).containsExactly(FindingKind.BAD_CHECKPOINT);
    }

    @Test
    void quickly_or_since_a_mark_everything_is_verified_all_the_same() {
        TwinLedger ledger = ledgerOf(4);
        NamedCheckpoint checkpoint = Checkpoints.named(made(ledger).text());
        VerifyRequest since = VerifyRequest.since(ledger.verify().mark().orElseThrow());
        rewriteBoth(ledger, 2, 3);

        for (VerifyRequest request : List.of(VerifyRequest.quick(), since)) {
            VerifyReport report = ledger.verify(request.against(List.of(checkpoint)));

            assertThat(report.level()).isEqualTo(ParityLevel.FULL);
            assertThat(report.notes()).singleElement().asString().contains("everything was verified");
            assertThat(report.checkpoints().get(0).isFine()).isFalse();
        }
    }

    @Test
    void findings_of_checkpoints_come_behind_all_others() {
        TwinLedger ledger = ledgerOf(4);
        String text = made(ledger).text();
        cutLog(ledger, 3);
        ledger.store().deleteRow(1);
        List<FindingKind> told = new ArrayList<>();

        VerifyReport report = ledger.verify(VerifyRequest.full()
                .against(List.of(Checkpoints.named(text)))
                .tellingFindingsTo(finding -> told.add(finding.kind())));

        assertThat(report.findings())
                .extracting(Finding::kind)
                .endsWith(FindingKind.TRUNCATED)
                .hasSizeGreaterThan(1);
        assertThat(told).endsWith(FindingKind.TRUNCATED);
    }

    @Test
    void trusted_keys_that_cannot_be_read_are_asked_for_only_where_a_checkpoint_is_given() {
        TwinLedger ledger = ledgerOf(2);
        String text = made(ledger).text();
        ledger.keys().spoil();

        assertThat(ledger.verify().isClean()).isTrue();
        assertThatThrownBy(() -> against(ledger, text)).isInstanceOf(KeysUnusableException.class);
    }

    private static VerifyReport against(TwinLedger ledger, String... texts) {
        List<NamedCheckpoint> given = new ArrayList<>();
        for (String text : texts) {
            given.add(new NamedCheckpoint("kept:" + (given.size() + 1), text));
        }
        return ledger.verify(VerifyRequest.full().against(given));
    }

    /** The standing of the log and of the store, for each checkpoint. */
    private static List<String> standings(VerifyReport report) {
        return report.checkpoints().stream()
                .map(check -> check.log().word() + "/"
                        + check.store().map(Standing::word).orElse("-"))
                .toList();
    }

    private static Finding truncated(long expected, long found) {
        return Finding.of(FindingKind.TRUNCATED)
                .atSequence(expected)
                .expecting(Long.toString(expected), Long.toString(found));
    }
}
