package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.ProcessStoppedException;
import dev.diptych.ports.driven.StoreFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Counts what one process does to a twin store, and lets each operation pass, fail, or be the process's last. */
final class TwinStoreGate {
    private final List<TwinStoreOperation> operations = new ArrayList<>();
    private TwinStoreFaultPlan plan = TwinStoreFaultPlan.NONE;
    private Runnable whenStopped = () -> {};
    private BooleanSupplier diedElsewhere = () -> false;
    private boolean stopped;

    synchronized void follow(TwinStoreFaultPlan newPlan) {
        plan = newPlan;
    }

    synchronized void whenStopped(Runnable action) {
        whenStopped = action;
    }

    synchronized void diesWith(BooleanSupplier stoppedElsewhere) {
        diedElsewhere = stoppedElsewhere;
    }

    synchronized List<TwinStoreOperation> operations() {
        return List.copyOf(operations);
    }

    synchronized boolean isStopped() {
        return stopped || diedElsewhere.getAsBoolean();
    }

    /** What a process does that was stopped has no effect. */
    void requireAlive() {
        if (isStopped()) {
            throw stopped("by a process that was stopped before");
        }
    }

    /**
     * Counts the operation and runs it as the plan says.
     *
     * @throws StoreFailedException if it fails, or the process stops or was stopped: then a {@link ProcessStoppedException}
     *     is its cause
     */
    void pass(TwinStoreOperation.Kind kind, Runnable effect) {
        Optional<TwinStoreFault> fault = fault(kind);
        if (fault.isEmpty() || fault.get().takesEffect()) {
            effect.run();
        }
        if (fault.isPresent()) {
            stopIfItStops(kind, fault.get());
            throw new StoreFailedException(
                    "the store in memory was told to fail at " + kind + ". Next: read what became of it");
        }
    }

    /** The same for an operation that answers its failures itself: what went wrong, if the process goes on. */
    Optional<TwinStoreFault> fault(TwinStoreOperation.Kind kind, Runnable effectBeforeStop) {
        Optional<TwinStoreFault> fault = fault(kind);
        if (fault.isPresent() && fault.get().stops()) {
            if (fault.get().takesEffect()) {
                effectBeforeStop.run();
            }
            stopIfItStops(kind, fault.get());
        }
        return fault;
    }

    private Optional<TwinStoreFault> fault(TwinStoreOperation.Kind kind) {
        requireAlive();
        synchronized (this) {
            TwinStoreOperation operation = new TwinStoreOperation(operations.size(), kind);
            operations.add(operation);
            return plan.at(operation);
        }
    }

    private void stopIfItStops(TwinStoreOperation.Kind kind, TwinStoreFault fault) {
        if (fault.stops()) {
            Runnable action;
            synchronized (this) {
                stopped = true;
                action = whenStopped;
            }
            action.run();
            throw stopped(fault + " at " + kind);
        }
    }

    private static StoreFailedException stopped(String how) {
        return new StoreFailedException(
                "the process that has the store in memory was stopped: " + how + ". Next: go on in another one",
                new ProcessStoppedException(how));
    }
}
