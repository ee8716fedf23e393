package dev.diptych.application.crash;

import dev.diptych.application.MirrorApplication;
import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.crash.CrashBench;
import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.stores.FaultyStores;
import dev.diptych.contracts.suites.StoreFixture.CallersTransaction;
import dev.diptych.contracts.twins.TwinCallersTransaction;
import dev.diptych.contracts.twins.TwinCallersValues;
import dev.diptych.contracts.twins.TwinStoreCommitFault;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A ledger on twins, whose power can be cut. */
final class TwinCrashBench implements CrashBench {
    private final TwinLedger ledger = TwinLedger.empty();
    private FaultyStores stores;

    private TwinCrashBench() {
        next();
    }

    static TwinCrashBench empty() {
        return new TwinCrashBench();
    }

    private FaultyStores faulty() {
        return FaultyStores.over(
                ledger.store().provider(), () -> ledger.log().files().isStopped());
    }

    @Override
    public FaultyStores stores() {
        return stores;
    }

    /** A process that was stopped in its store writes no file any more. */
    @Override
    public void failFiles(FaultPlan plan) {
        FaultPlan dead = operation -> stores.isStopped() ? Optional.of(Fault.STOP_BEFORE) : Optional.empty();
        ledger.log().failing(dead.and(plan));
    }

    @Override
    public List<FileOperation> fileOperations() {
        return ledger.log().operations();
    }

    @Override
    public MirrorOpening open() {
        return new MirrorApplication(ledger.partsOver(stores.provider()))
                .openMirror()
                .open();
    }

    @Override
    public VerifyReport verify() {
        return ledger.verify();
    }

    @Override
    public LogProvider log() {
        return ledger.log().provider();
    }

    @Override
    public StoreProvider store() {
        return ledger.store().provider();
    }

    @Override
    public void kill() {
        ledger.kill();
        next();
    }

    @Override
    public boolean canCutPower() {
        return true;
    }

    @Override
    public void cutPower(long seed) {
        ledger.powerCut(seed);
        next();
    }

    private void next() {
        stores = faulty();
        failFiles(FaultPlan.NONE);
    }

    @Override
    public List<String> commitFaults() {
        List<String> names = new ArrayList<>();
        for (TwinStoreCommitFault fault : TwinStoreCommitFault.values()) {
            names.add(fault.name());
        }
        return names;
    }

    @Override
    public void failNextBoundCommit(String fault) {
        ledger.store().failNextBoundCommit(TwinStoreCommitFault.valueOf(fault));
    }

    @Override
    public void put(Door door, String key) {
        door.unwrap(TwinCallersValues.class).put(key, "on");
    }

    @Override
    public CallersTransaction begin() {
        TwinCallersTransaction begun = ledger.store().begin();
        return new CallersTransaction() {
            @Override
            public Object given() {
                return begun;
            }

            @Override
            public void commit() {
                begun.commit();
            }

            @Override
            public void rollback() {
                begun.rollback();
            }
        };
    }

    @Override
    public void put(CallersTransaction callers, String key) {
        ((TwinCallersTransaction) callers.given()).values().put(key, "on");
    }

    @Override
    public Set<String> callersKeys() {
        return ledger.store().callersValues().keySet();
    }

    @Override
    public void close() {
        stores.abandon();
    }
}
