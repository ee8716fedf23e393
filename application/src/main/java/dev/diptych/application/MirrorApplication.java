package dev.diptych.application;

import dev.diptych.application.audit.ChainAuditor;
import dev.diptych.application.backup.LedgerBackUp;
import dev.diptych.application.backup.LedgerRestore;
import dev.diptych.application.checkpoint.CheckpointMaking;
import dev.diptych.application.checkpoint.EventProving;
import dev.diptych.application.checkpoint.ProofChecking;
import dev.diptych.application.cutover.BoundaryHistory;
import dev.diptych.application.cutover.CutoverRehearsal;
import dev.diptych.application.cutover.NeverHeld;
import dev.diptych.application.cutover.StoreUpgrading;
import dev.diptych.application.cutover.store.StoreCutting;
import dev.diptych.application.hold.HoldingVerification;
import dev.diptych.application.open.LedgerRecovery;
import dev.diptych.application.open.MirrorOpener;
import dev.diptych.application.read.LedgerReading;
import dev.diptych.application.read.LedgerStatusReader;
import dev.diptych.application.replay.LogReplay;
import dev.diptych.application.verify.ParityVerifier;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.AuditChain;
import dev.diptych.ports.driving.BackUpLedger;
import dev.diptych.ports.driving.CheckProof;
import dev.diptych.ports.driving.CutOverStore;
import dev.diptych.ports.driving.DryRunCutover;
import dev.diptych.ports.driving.MakeCheckpoint;
import dev.diptych.ports.driving.OpenMirror;
import dev.diptych.ports.driving.ProveEvent;
import dev.diptych.ports.driving.ReadLedger;
import dev.diptych.ports.driving.RecoverMirror;
import dev.diptych.ports.driving.ReplayLog;
import dev.diptych.ports.driving.RestoreLedger;
import dev.diptych.ports.driving.ShowCutovers;
import dev.diptych.ports.driving.ShowStatus;
import dev.diptych.ports.driving.UpgradeStore;
import dev.diptych.ports.driving.VerifyAndHold;
import dev.diptych.ports.driving.VerifyParity;
import java.nio.file.Path;
import java.util.Optional;

/** The use cases of one ledger, ready to be called. Nothing is opened until one is. */
public final class MirrorApplication {
    private final MirrorParts parts;

    public MirrorApplication(MirrorParts parts) {
        this.parts = parts;
    }

    public OpenMirror openMirror() {
        return new MirrorOpener(parts);
    }

    public RecoverMirror recoverMirror() {
        return new LedgerRecovery(parts);
    }

    public ReplayLog replayLog() {
        return new LogReplay(parts);
    }

    public VerifyParity verifyParity() {
        return new ParityVerifier(
                parts.log(), parts.store(), parts.reading(), parts.spools(), parts.keys(), parts.signatures());
    }

    public AuditChain auditChain() {
        return new ChainAuditor(parts.log(), parts.store(), parts.reading(), parts.keys(), parts.signatures());
    }

    public MakeCheckpoint makeCheckpoint() {
        return new CheckpointMaking(parts.log(), parts.store(), parts.keys(), parts.signatures(), parts.trees());
    }

    public ProveEvent proveEvent() {
        return new EventProving(parts.log(), parts.store(), parts.keys(), parts.signatures());
    }

    public CheckProof checkProof() {
        return new ProofChecking(parts.reading(), parts.keys(), parts.signatures());
    }

    /** Cutting over to the store at another place. */
    public CutOverStore cutOverStore(StoreProvider place) {
        return new StoreCutting(parts, place);
    }

    public ShowCutovers showCutovers() {
        return new BoundaryHistory(parts.log(), parts.store());
    }

    public UpgradeStore upgradeStore() {
        MirrorOpener opener = new MirrorOpener(parts);
        return new StoreUpgrading(parts.store(), opener::openForUpgrade, opener::open, showCutovers(), verifyParity());
    }

    public DryRunCutover dryRunCutover() {
        return new CutoverRehearsal(backUpLedger(), upgradeStore(), this::copyIn);
    }

    private CutoverRehearsal.Copy copyIn(Path directory) {
        CopyParts copies = parts.copies()
                .orElseThrow(() -> new IllegalStateException("a copy was made, and nothing can make one"));
        MirrorApplication copy = new MirrorApplication(new MirrorParts(
                copies.logs().in(directory),
                copies.stores().in(directory),
                parts.sealing(),
                parts.reading(),
                parts.ids(),
                parts.random(),
                parts.clock(),
                parts.spools(),
                parts.keys(),
                parts.signatures(),
                parts.trees(),
                parts.deadlines(),
                new NeverHeld(),
                Optional.empty(),
                parts.settings()));
        return new CutoverRehearsal.Copy(copy.openMirror()::open, copy.upgradeStore());
    }

    public BackUpLedger backUpLedger() {
        return new LedgerBackUp(parts);
    }

    public RestoreLedger restoreLedger() {
        return new LedgerRestore(parts);
    }

    public VerifyAndHold verifyAndHold() {
        return new HoldingVerification(verifyParity(), parts.hold(), parts.clock());
    }

    public ShowStatus showStatus() {
        return new LedgerStatusReader(parts.log(), parts.store(), parts.hold(), verifyParity());
    }

    public ReadLedger readLedger() {
        return new LedgerReading(parts.store());
    }
}
