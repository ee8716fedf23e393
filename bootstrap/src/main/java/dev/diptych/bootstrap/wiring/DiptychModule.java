package dev.diptych.bootstrap.wiring;

import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.diptych.application.MirrorApplication;
import dev.diptych.application.MirrorParts;
import dev.diptych.application.MirrorSettings;
import dev.diptych.bootstrap.StoreCutovers;
import dev.diptych.bootstrap.config.LedgerConfiguration;
import dev.diptych.ports.driven.Deadlines;
import dev.diptych.ports.driven.EventIdGenerator;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.RandomBytes;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.TreeMemory;
import dev.diptych.ports.driven.UnmatchedSpool;
import dev.diptych.ports.driving.AuditChain;
import dev.diptych.ports.driving.BackUpLedger;
import dev.diptych.ports.driving.CheckProof;
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
import java.time.InstantSource;

/**
 * One ledger for a Guice injector. What it needs stays its own, and it exposes
 *
 * <ul>
 *   <li>to write: {@link OpenMirror}, whose mirror also runs transactions and cuts over in place;
 *   <li>to read: {@link ReadLedger}, {@link ShowStatus} and {@link ShowCutovers};
 *   <li>to judge: {@link VerifyParity}, {@link VerifyAndHold}, {@link AuditChain}, {@link MakeCheckpoint}, {@link ProveEvent}
 *       and {@link CheckProof};
 *   <li>to mend: {@link RecoverMirror}, {@link ReplayLog}, {@link BackUpLedger} and {@link RestoreLedger};
 *   <li>to cut over: {@link UpgradeStore}, {@link DryRunCutover} and {@link StoreCutovers}.
 * </ul>
 *
 * <p>Several ledgers in one injector are several of these modules, each installed by a private module of yours that exposes
 * what it needs under a name. Nothing is opened while an injector is made.
 */
public final class DiptychModule extends PrivateModule {
    private final LedgerConfiguration configuration;

    public DiptychModule(LedgerConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        bind(LedgerConfiguration.class).toInstance(configuration);
        bind(InstantSource.class).toInstance(configuration.clock());
        bind(MirrorSettings.class).toInstance(configuration.settings());
        expose(OpenMirror.class);
        expose(ReplayLog.class);
        expose(RecoverMirror.class);
        expose(VerifyParity.class);
        expose(AuditChain.class);
        expose(MakeCheckpoint.class);
        expose(ProveEvent.class);
        expose(CheckProof.class);
        expose(BackUpLedger.class);
        expose(RestoreLedger.class);
        expose(VerifyAndHold.class);
        expose(ShowStatus.class);
        expose(ReadLedger.class);
        expose(ShowCutovers.class);
        expose(UpgradeStore.class);
        expose(DryRunCutover.class);
        expose(StoreCutovers.class);
    }

    @Provides
    @Singleton
    Adapters adapters() {
        return Adapters.onClassPath();
    }

    @Provides
    @Singleton
    LogProvider log(Adapters adapters) {
        return Parts.log(configuration, adapters);
    }

    @Provides
    @Singleton
    StoreProvider store(Adapters adapters) {
        return Parts.store(configuration, adapters);
    }

    @Provides
    @Singleton
    EventIdGenerator ids() {
        return Parts.ids(configuration);
    }

    @Provides
    @Singleton
    RandomBytes random() {
        return Parts.random();
    }

    @Provides
    @Singleton
    UnmatchedSpool.Provider spools() {
        return Parts.spools();
    }

    @Provides
    @Singleton
    KeyRing keys() {
        return Parts.keys(configuration);
    }

    @Provides
    @Singleton
    SignatureVerifier signatures() {
        return Parts.signatures();
    }

    @Provides
    @Singleton
    TreeMemory trees() {
        return Parts.trees(configuration);
    }

    @Provides
    @Singleton
    Deadlines deadlines() {
        return Parts.deadlines();
    }

    @Provides
    @Singleton
    HoldMark hold() {
        return Parts.hold(configuration);
    }

    @Provides
    @Singleton
    MirrorApplication application(
            LogProvider log,
            StoreProvider store,
            EventIdGenerator ids,
            RandomBytes random,
            InstantSource clock,
            UnmatchedSpool.Provider spools,
            KeyRing keys,
            SignatureVerifier signatures,
            TreeMemory trees,
            Deadlines deadlines,
            HoldMark hold,
            MirrorSettings settings) {
        return new MirrorApplication(new MirrorParts(
                log,
                store,
                Parts.sealing(configuration),
                Parts.reading(),
                ids,
                random,
                clock,
                spools,
                keys,
                signatures,
                trees,
                deadlines,
                hold,
                Parts.copies(configuration),
                settings));
    }

    @Provides
    OpenMirror openMirror(MirrorApplication application, LogProvider log, StoreProvider store) {
        return new FirstLookAround(configuration, log, store, application.openMirror());
    }

    @Provides
    ReplayLog replayLog(MirrorApplication application) {
        return application.replayLog();
    }

    @Provides
    RecoverMirror recoverMirror(MirrorApplication application) {
        return application.recoverMirror();
    }

    @Provides
    VerifyParity verifyParity(MirrorApplication application) {
        return application.verifyParity();
    }

    @Provides
    AuditChain auditChain(MirrorApplication application) {
        return application.auditChain();
    }

    @Provides
    MakeCheckpoint makeCheckpoint(MirrorApplication application) {
        return application.makeCheckpoint();
    }

    @Provides
    ProveEvent proveEvent(MirrorApplication application) {
        return application.proveEvent();
    }

    @Provides
    CheckProof checkProof(MirrorApplication application) {
        return application.checkProof();
    }

    @Provides
    BackUpLedger backUpLedger(MirrorApplication application) {
        return application.backUpLedger();
    }

    @Provides
    RestoreLedger restoreLedger(MirrorApplication application) {
        return application.restoreLedger();
    }

    @Provides
    VerifyAndHold verifyAndHold(MirrorApplication application) {
        return application.verifyAndHold();
    }

    @Provides
    ShowStatus showStatus(MirrorApplication application) {
        return application.showStatus();
    }

    @Provides
    ReadLedger readLedger(MirrorApplication application) {
        return application.readLedger();
    }

    @Provides
    ShowCutovers showCutovers(MirrorApplication application) {
        return application.showCutovers();
    }

    @Provides
    UpgradeStore upgradeStore(MirrorApplication application) {
        return application.upgradeStore();
    }

    @Provides
    DryRunCutover dryRunCutover(MirrorApplication application) {
        return application.dryRunCutover();
    }

    @Provides
    StoreCutovers storeCutovers(MirrorApplication application) {
        return to -> Parts.storeCutover(configuration, application, to);
    }
}
