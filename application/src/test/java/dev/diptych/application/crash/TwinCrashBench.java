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
import dev.diptych.contracts.twins.TwinStoreDisk;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverWatch;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A ledger on twins, whose power can be cut. */
final class TwinCrashBench implements CrashBench {
    private final TwinLedger ledger = TwinLedger.empty();
    private final TwinStoreDisk other = TwinStoreDisk.empty();
    private TwinStoreDisk current = ledger.store();
    private FaultyStores stores;

    private TwinCrashBench() {
        next();
    }

    static TwinCrashBench empty() {
        return new TwinCrashBench();
    }

    private FaultyStores faulty() {
        return FaultyStores.over(current.provider(), () -> ledger.log().files().isStopped());
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
    public StoreCutoverAnswer cutOverStore() {
        return new MirrorApplication(ledger.partsOver(stores.provider()))
                .cutOverStore(stores.alsoAt(other.provider()))
                .cutOver(StoreCutoverWatch.UNSEEN);
    }

    @Override
    public void useOtherStore() {
        current = other;
        next();
    }

    @Override
    public VerifyReport verify() {
        return new MirrorApplication(ledger.partsOver(store())).verifyParity().verify(VerifyRequest.full());
    }

    @Override
    public LogProvider log() {
        return ledger.log().provider();
    }

    @Override
    public StoreProvider store() {
        return current.provider();
    }

    @Override
    public void kill() {
        ledger.kill();
        other.kill();
        next();
    }

    @Override
    public boolean canCutPower() {
        return true;
    }

    @Override
    public void cutPower(long seed) {
        ledger.powerCut(seed);
        other.powerCut(seed + 1);
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
        current.failNextBoundCommit(TwinStoreCommitFault.valueOf(fault));
    }

    @Override
    public void put(Door door, String key) {
        door.unwrap(TwinCallersValues.class).put(key, "on");
    }

    @Override
    public CallersTransaction begin() {
        TwinCallersTransaction begun = current.begin();
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
        return current.callersValues().keySet();
    }

    @Override
    public void close() {
        stores.abandon();
    }
}
