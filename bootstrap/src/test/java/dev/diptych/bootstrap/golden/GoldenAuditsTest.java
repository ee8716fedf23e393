package dev.diptych.bootstrap.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.adapters.jsonl.JacksonPayloadReader;
import dev.diptych.adapters.jsonl.JsonlAdapter;
import dev.diptych.adapters.jsonl.NioDurableFiles;
import dev.diptych.adapters.jsonl.TreeFile;
import dev.diptych.adapters.keys.AllowedSigners;
import dev.diptych.adapters.keys.Ed25519Verifier;
import dev.diptych.adapters.sqlite.SqliteAdapter;
import dev.diptych.adapters.sqlite.SqliteUnmatchedSpools;
import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.MirrorSettings;
import dev.diptych.bootstrap.config.LedgerConfiguration;
import dev.diptych.contracts.twins.CountingEventIds;
import dev.diptych.contracts.twins.SeededRandomBytes;
import dev.diptych.contracts.twins.SteppingClock;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.checkpoint.CheckpointHistory;
import dev.diptych.domain.event.Limits;
import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driving.AuditReport;
import dev.diptych.ports.driving.AuditRequest;
import dev.diptych.ports.driving.CheckpointCheck;
import dev.diptych.ports.driving.NamedCheckpoint;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each golden ledger, audited and held against its checkpoints, gets what it deserves; the independent audit's tests say the same. */
class GoldenAuditsTest {
    private static final PayloadReader PAYLOADS = new JacksonPayloadReader(Limits.FORMAT);

    /** Fewer would mean that they were not found. */
    private static final int LEDGERS_MIN = 290;

    private static final int HELD_MIN = 30;

    @TempDir
    Path folder;

    static List<String> names() throws IOException {
        return GoldenFolder.names();
    }

    static List<String> heldAgainstCheckpoints() throws IOException {
        List<String> held = new ArrayList<>();
        for (String name : GoldenFolder.names()) {
            if (GoldenFolder.named(name).expected("against").isPresent()) {
                held.add(name);
            }
        }
        return held;
    }

    @Test
    void there_is_a_golden_ledger_for_each_case() throws IOException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(LEDGERS_MIN);
        assertThat(heldAgainstCheckpoints()).hasSizeGreaterThanOrEqualTo(HELD_MIN);
    }

    @ParameterizedTest
    @MethodSource("names")
    void gets_its_audit(String name) throws IOException {
        Map<String, Object> expected =
                new TreeMap<>(GoldenFolder.named(name).expected("audit").orElseThrow());
        GoldenFolder golden = GoldenFolder.named(name).copiedTo(folder.resolve(name));
        MirrorApplication ledger = ledgerIn(golden);
        AuditRequest full = AuditRequest.full().against(checkpointsOf(golden));
        AuditRequest request = Optional.ofNullable(expected.remove("signed_from"))
                .map(from -> full.signedFrom(Sequence.of((long) from)))
                .orElse(full);
        boolean hasReport = !Long.valueOf(7).equals(expected.remove("exit"));

        if (hasReport) {
            AuditReport report = ledger.auditChain().audit(request);
            Map<String, Object> said = said(report);
            said.keySet().retainAll(expected.keySet());
            assertThat(said).as(report.toString()).isEqualTo(expected);
        } else {
            assertThatThrownBy(() -> ledger.auditChain().audit(request)).isInstanceOf(PortException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("heldAgainstCheckpoints")
    void stands_to_its_checkpoints_as_it_should(String name) throws IOException {
        Map<String, Object> expected =
                GoldenFolder.named(name).expected("against").orElseThrow();
        GoldenFolder golden = GoldenFolder.named(name).copiedTo(folder.resolve(name));

        VerifyReport report =
                ledgerIn(golden).verifyParity().verify(VerifyRequest.full().against(checkpointsOf(golden)));

        assertThat(kinds(report.findings())).as(report.toString()).isEqualTo(expected.get("kinds"));
        assertThat(report.checkpoints().stream()
                        .map(check -> List.of(
                                check.log().word(), check.store().orElseThrow().word()))
                        .toList())
                .isEqualTo(expected.get("checkpoints"));
        assertThat(report.isClean()).isEqualTo(Long.valueOf(0).equals(expected.get("exit")));
    }

    private static Map<String, Object> said(AuditReport report) {
        Map<String, Object> said = new TreeMap<>();
        said.put("log", report.log().word());
        said.put("authentic", report.authentic().word());
        said.put("complete", report.complete().word());
        said.put("signed", report.counts().signed());
        said.put("verified", report.counts().verified());
        said.put("kinds", kinds(report.findings()));
        said.put(
                "checkpoints",
                report.checkpoints().stream()
                        .map(CheckpointCheck::log)
                        .map(CheckpointCheck.Standing::word)
                        .toList());
        said.put("not_checked", report.notChecked());
        return said;
    }

    private static Map<String, Object> kinds(List<Finding> findings) {
        Map<String, Long> counts = new TreeMap<>();
        findings.forEach(finding -> counts.merge(finding.kind().word(), 1L, Long::sum));
        return new TreeMap<>(counts);
    }

    private static List<NamedCheckpoint> checkpointsOf(GoldenFolder golden) throws IOException {
        if (golden.checkpoints().isEmpty()) {
            return List.of();
        }
        byte[] file = Files.readAllBytes(golden.checkpoints().get());
        return CheckpointHistory.read(file).parts().stream()
                .map(part -> new NamedCheckpoint("line " + part.line(), part.text()))
                .toList();
    }

    private MirrorApplication ledgerIn(GoldenFolder golden) {
        LedgerConfiguration configuration = LedgerConfiguration.in(golden.path());
        KeyRing keys = golden.allowedSigners()
                .<KeyRing>map(file -> new AllowedSigners(new NioDurableFiles(), file, ZoneOffset.UTC))
                .orElse(Optional::empty);
        return new MirrorApplication(new MirrorParts(
                new JsonlAdapter().at(configuration.log(), PAYLOADS),
                new SqliteAdapter().at(configuration.store(), PAYLOADS, configuration.storeOptions()),
                PAYLOADS,
                PAYLOADS,
                new CountingEventIds(),
                SeededRandomBytes.of(1),
                SteppingClock.standard(),
                new SqliteUnmatchedSpools(folder),
                keys,
                new Ed25519Verifier(),
                TreeFile.nowhere(),
                MirrorSettings.DEFAULT));
    }
}
