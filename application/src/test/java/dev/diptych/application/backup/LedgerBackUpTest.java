package dev.diptych.application.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.BackUpAnswer;
import dev.diptych.ports.driving.BackUpAnswer.NotBackedUp;
import dev.diptych.ports.driving.BackUpAnswer.Reason;
import dev.diptych.ports.driving.BackUpManifest;
import dev.diptych.ports.driving.BackUpReport;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backing up on twins: one sequence in both copies, a manifest last, and nothing that is not sound. */
class LedgerBackUpTest {
    private static final Path TARGET = Path.of("/kept/monday");

    @Test
    void copies_both_copies_at_one_sequence_and_says_what_it_holds() {
        TwinLedger ledger = TwinLedger.of(5);

        BackUpReport report = backedUp(ledger);

        assertThat(report.undecided()).isFalse();
        assertThat(report.verification().verdict()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(report.notChecked()).contains("tables_of_others");
        BackUpManifest manifest = report.manifest();
        assertThat(manifest.head().orElseThrow()).isEqualTo(ledger.inLog(5).asHead());
        assertThat(manifest.files())
                .extracting(BackUpManifest.FileEntry::name)
                .containsExactly("log/00000000000000000001.jsonl", "store.db");
        assertThat(readManifest(ledger)).contains(manifest);
        assertThat(ledger.logCopies().disk(TARGET).bytes())
                .isEqualTo(ledger.log().bytes());
    }

    @Test
    void what_comes_behind_the_stores_copy_is_in_neither_copy() {
        TwinLedger ledger = TwinLedger.of(3);
        try (Mirror mirror = ledger.open()) {
            ledger.storeCopies().afterNextCopy(() -> ledger.append(mirror, "later"));

            BackUpReport report = backedUp(ledger);

            assertThat(report.manifest().head().orElseThrow().sequence()).isEqualTo(Sequence.of(3));
        }
        assertThat(ledger.idsInLog()).hasSize(4);
        try (LogReader log = ledger.logCopies().in(TARGET).openForReading();
                StoreReader store = ledger.storeCopies().in(TARGET).openForReading()) {
            assertThat(log.head()).isEqualTo(store.head());
        }
    }

    @Test
    void an_unborn_ledger_can_be_backed_up() {
        TwinLedger ledger = TwinLedger.of(0);

        BackUpReport report = backedUp(ledger);

        assertThat(report.manifest().head()).isEmpty();
        assertThat(report.manifest().store().ledgerId()).isEmpty();
        assertThat(readManifest(ledger)).contains(report.manifest());
    }

    @Test
    void refuses_a_target_that_holds_something_and_leaves_it() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.copied().put(TARGET.resolve("notes.txt"), new byte[] {'x'});

        NotBackedUp refused = notBackedUp(ledger);

        assertThat(refused.reason()).isEqualTo(Reason.TARGET_UNFIT);
        assertThat(refused.message()).contains("/kept/monday is not empty", "It was left as it is", "Next:");
        assertThat(ledger.copied().namesIn(TARGET)).containsExactly("notes.txt");
    }

    @Test
    void refuses_to_back_up_damage_and_leaves_no_manifest() {
        TwinLedger ledger = TwinLedger.of(4);
        ledger.log().damageByte(ledger.log().bytes().length / 2);

        NotBackedUp refused = notBackedUp(ledger);

        assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(refused.findings()).isNotEmpty();
        assertThat(refused.message()).contains("damage is not backed up", "it is no backup");
        assertThat(ledger.copied().namesIn(TARGET)).doesNotContain("manifest.json");
    }

    @Test
    void refuses_a_store_whose_rows_are_not_those_of_the_log() {
        TwinLedger ledger = TwinLedger.of(4);
        ledger.store().deleteRow(2);

        NotBackedUp refused = notBackedUp(ledger);

        assertThat(refused.reason()).isEqualTo(Reason.NOT_IN_PARITY);
        assertThat(refused.message()).contains("missing_in_store at sequence 2");
    }

    @Test
    void refuses_a_log_that_ends_before_the_store_does() {
        TwinLedger ledger = TwinLedger.of(4);
        ledger.log().cutTo(ledger.inLog(1).toLine().length);

        assertThat(notBackedUp(ledger).reason()).isEqualTo(Reason.NOT_IN_PARITY);
    }

    @Test
    void refuses_a_ledger_without_a_store_before_anything_is_made() {
        TwinLedger ledger = TwinLedger.of(4);
        ledger.store().delete();

        NotBackedUp refused = notBackedUp(ledger);

        assertThat(refused.reason()).isEqualTo(Reason.COPY_MISSING);
        assertThat(refused.message()).contains("diptych replay");
        assertThat(ledger.copied().namesIn(TARGET.getParent())).isEmpty();
    }

    @Test
    void refuses_a_store_of_a_newer_schema() {
        TwinLedger ledger = TwinLedger.of(2);
        ledger.store().setSchema(99);

        assertThat(notBackedUp(ledger).reason()).isEqualTo(Reason.UNKNOWN_VERSION);
    }

    @Test
    void stopped_or_failing_at_any_operation_it_leaves_a_whole_backup_or_none() {
        TwinLedger whole = TwinLedger.of(3);
        backedUp(whole);
        List<FileOperation> operations = whole.copied().operations();
        int finished = 0;
        for (Fault fault : List.of(Fault.ERROR, Fault.STOP_BEFORE, Fault.STOP_AFTER)) {
            for (FileOperation operation : operations) {
                TwinLedger ledger = TwinLedger.of(3);
                ledger.copied().failing(FaultPlan.once(operation.index(), fault));
                byte[] before = ledger.log().bytes();

                boolean done = isBackedUp(ledger);

                finished += done ? 1 : 0;
                assertThat(ledger.log().bytes()).isEqualTo(before);
                if (done) {
                    assertThat(ledger.copied().namesIn(TARGET)).contains("manifest.json");
                }
            }
        }
        assertThat(operations).hasSizeGreaterThan(20);
        assertThat(finished).isLessThan(operations.size());
    }

    private static boolean isBackedUp(TwinLedger ledger) {
        return ledger.application().backUpLedger().backUp(TARGET, Progress.UNSEEN) instanceof BackUpAnswer.BackedUp;
    }

    private static BackUpReport backedUp(TwinLedger ledger) {
        return ledger.application()
                .backUpLedger()
                .backUp(TARGET, Progress.UNSEEN)
                .fold(BackUpAnswer.BackedUp::report, refused -> {
                    throw new AssertionError(refused.message());
                });
    }

    private static NotBackedUp notBackedUp(TwinLedger ledger) {
        return ledger.application()
                .backUpLedger()
                .backUp(TARGET, Progress.UNSEEN)
                .fold(
                        made -> {
                            throw new AssertionError("it was backed up");
                        },
                        refused -> refused);
    }

    private static java.util.Optional<BackUpManifest> readManifest(TwinLedger ledger) {
        return ManifestText.read(
                new String(ledger.copied().content(TARGET.resolve("manifest.json")), StandardCharsets.UTF_8));
    }
}
