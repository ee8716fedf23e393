package dev.diptych.contracts.stores;

import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Counts the calls of one process on its store, and lets each pass, fail, or be the process's last. */
final class StoreGate {
    private final List<StoreOperation> operations = new ArrayList<>();
    private final BooleanSupplier stoppedElsewhere;
    private StoreFaultPlan plan = StoreFaultPlan.NONE;
    private boolean stopped;
    private boolean broken;

    StoreGate(BooleanSupplier stoppedElsewhere) {
        this.stoppedElsewhere = stoppedElsewhere;
    }

    /** A call that answers. */
    interface Call<T> {
        T run() throws Throwable;
    }

    synchronized void follow(StoreFaultPlan newPlan) {
        plan = newPlan;
    }

    synchronized List<StoreOperation> operations() {
        return List.copyOf(operations);
    }

    boolean isStopped() {
        return stoppedElsewhere.getAsBoolean() || isStoppedHere();
    }

    private synchronized boolean isStoppedHere() {
        return stopped;
    }

    /** Whether nothing but a close gets through any more. */
    synchronized boolean isBroken() {
        return broken;
    }

    /** What goes wrong at this call, which is counted. */
    Optional<StoreFault> count(String kind) {
        requireRunning(kind);
        Optional<StoreFault> fault = next(kind);
        requireRunning(kind);
        return fault;
    }

    private synchronized Optional<StoreFault> next(String kind) {
        StoreOperation operation = new StoreOperation(operations.size(), kind);
        operations.add(operation);
        return plan.at(operation);
    }

    private void requireRunning(String kind) {
        if (isStopped()) {
            throw failed(kind + " by a process that was stopped before");
        }
        if (isBroken()) {
            throw failed(kind + " in a store whose medium has failed");
        }
    }

    <T> T pass(String kind, Call<T> call) throws Throwable {
        Optional<StoreFault> fault = count(kind);
        return fault.isEmpty() ? call.run() : fail(kind, fault.get(), call);
    }

    private <T> T fail(String kind, StoreFault fault, Call<T> call) throws Throwable {
        if (fault.takesEffect()) {
            call.run();
        }
        throw failure(kind, fault);
    }

    /** What is thrown at a call that went wrong; from now on all that follows from it is so. */
    synchronized RuntimeException failure(String kind, StoreFault fault) {
        stopped |= fault.stops();
        broken |= fault.breaks();
        return fault == StoreFault.BUSY
                ? new StoreBusyException(
                        "the store is held by another writer (" + kind + "). Nothing was changed. Next: try again")
                : failed(fault + " at " + kind);
    }

    private static StoreFailedException failed(String what) {
        return new StoreFailedException("the store was told to fail: " + what + ". Next: open it again");
    }
}
