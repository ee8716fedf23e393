package dev.diptych.contracts.crash;

import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import dev.diptych.contracts.stores.StoreFault;
import dev.diptych.contracts.stores.StoreFaultPlan;
import dev.diptych.contracts.stores.StoreOperation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One thing that goes wrong at one operation of a process.
 *
 * @param kind the kind of operation, as it is counted
 * @param name operation and fault, in words
 * @param stops whether the process ends there
 * @param cutsPower whether the power is cut behind it, and not only the process killed
 * @param arm lets it go wrong in a process that is about to begin
 */
record CrashPoint(String kind, String name, boolean stops, boolean cutsPower, Consumer<CrashBench> arm) {
    private static final Set<Fault> OF_A_WRITE = EnumSet.allOf(Fault.class);
    private static final Set<Fault> OF_A_CHANGE =
            EnumSet.complementOf(EnumSet.of(Fault.SHORT_WRITE, Fault.STOP_MIDWAY));
    private static final Set<Fault> OF_A_LOOK = EnumSet.of(Fault.ERROR);

    /**
     * All that can go wrong at the operations of a process, which a rehearsal has counted. A process that dies before a look dies
     * as one that died behind the last change; that is one point, not two.
     */
    static List<CrashPoint> of(List<FileOperation> files, List<StoreOperation> stores, CrashBench rehearsed) {
        List<CrashPoint> points = new ArrayList<>();
        files.forEach(operation -> addAll(points, operation, rehearsed.canCutPower()));
        stores.forEach(operation -> addAll(points, operation, rehearsed));
        return points;
    }

    private static void addAll(List<CrashPoint> points, FileOperation operation, boolean canCutPower) {
        FileOperation.Kind kind = operation.kind();
        for (Fault fault : kind == FileOperation.Kind.WRITE ? OF_A_WRITE : kind.changes() ? OF_A_CHANGE : OF_A_LOOK) {
            boolean cutsPower = fault == Fault.POWER_CUT;
            if (!cutsPower || canCutPower) {
                boolean stops = cutsPower || fault.name().startsWith("STOP");
                points.add(new CrashPoint(
                        "file " + kind,
                        fault + " at " + operation,
                        stops,
                        cutsPower,
                        bench -> bench.failFiles(FaultPlan.once(operation.index(), fault))));
            }
        }
    }

    private static void addAll(List<CrashPoint> points, StoreOperation operation, CrashBench rehearsed) {
        String method = operation.kind().substring(operation.kind().indexOf('.') + 1);
        for (StoreFault fault : faultsOf(operation.kind(), method)) {
            boolean stops = fault == StoreFault.STOP_BEFORE || fault == StoreFault.STOP_AFTER;
            points.add(at(operation, fault, stops, false));
            if (stops && rehearsed.canCutPower()) {
                points.add(at(operation, fault, true, true));
            }
        }
        if (operation.kind().equals("bound.commit")) {
            for (String fault : rehearsed.commitFaults()) {
                points.add(ofMedium(operation, fault, false));
                points.add(ofMedium(operation, fault, rehearsed.canCutPower()));
            }
        }
    }

    private static CrashPoint at(StoreOperation operation, StoreFault fault, boolean stops, boolean cutsPower) {
        return new CrashPoint(
                "store " + operation.kind(),
                fault + " at " + operation + (cutsPower ? ", then a power cut" : ""),
                stops,
                cutsPower,
                bench -> bench.stores().failing(StoreFaultPlan.once(operation.index(), fault)));
    }

    private static CrashPoint ofMedium(StoreOperation operation, String fault, boolean cutsPower) {
        return new CrashPoint(
                "store medium at " + operation.kind(),
                fault + " at " + operation + (cutsPower ? ", then a power cut" : ""),
                false,
                cutsPower,
                bench -> bench.stores()
                        .failing(StoreFaultPlan.before(operation.index(), () -> bench.failNextBoundCommit(fault))));
    }

    private static Set<StoreFault> faultsOf(String kind, String method) {
        switch (method) {
            case "commit", "rollBack", "rollback" -> {
                return kind.equals("bound.commit")
                        ? EnumSet.complementOf(EnumSet.of(StoreFault.BUSY))
                        : EnumSet.complementOf(EnumSet.of(StoreFault.BUSY, StoreFault.BROKEN, StoreFault.BROKEN_AFTER));
            }
            case "checkpointFully" -> {
                return EnumSet.complementOf(EnumSet.of(StoreFault.ERROR, StoreFault.ERROR_AFTER));
            }
            case "inTransaction", "beginBound", "beginBoundWithoutReferences", "begin" -> {
                return EnumSet.of(StoreFault.ERROR, StoreFault.BUSY, StoreFault.STOP_BEFORE);
            }
            case "insert",
                    "insertVoid",
                    "moveTo",
                    "adopt",
                    "identify",
                    "raiseEpoch",
                    "pin",
                    "unpin",
                    "statement",
                    "create",
                    "openForWriting",
                    "openForUpgrade",
                    "close" -> {
                return EnumSet.of(StoreFault.ERROR, StoreFault.STOP_BEFORE, StoreFault.STOP_AFTER);
            }
            default -> {
                return EnumSet.of(StoreFault.ERROR);
            }
        }
    }
}
