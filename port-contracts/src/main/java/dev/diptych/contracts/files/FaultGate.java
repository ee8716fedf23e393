package dev.diptych.contracts.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts the calls of one process, and lets each pass, fail, or be the process's last. */
final class FaultGate {
    private final List<FileOperation> operations = new ArrayList<>();
    private FaultPlan plan = FaultPlan.NONE;
    private long bytesRead;
    private boolean stopped;
    private boolean powerFailed;

    /** A call that answers. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** A call, or a part of one, that answers nothing. */
    interface Effect {
        void run() throws IOException;

        Effect NONE = () -> {};
    }

    synchronized void follow(FaultPlan newPlan) {
        plan = newPlan;
    }

    synchronized List<FileOperation> operations() {
        return List.copyOf(operations);
    }

    synchronized long bytesRead() {
        return bytesRead;
    }

    synchronized void countRead(int bytes) {
        bytesRead += Math.max(bytes, 0);
    }

    synchronized void stop() {
        stopped = true;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized boolean hasPowerFailed() {
        return powerFailed;
    }

    <T> T pass(FileOperation.Kind kind, Path path, Call<T> whole) throws IOException {
        return pass(kind, path, whole, Effect.NONE, Effect.NONE);
    }

    void passEffect(FileOperation.Kind kind, Path path, Effect whole, Effect half, Effect failed) throws IOException {
        pass(kind, path, answering(whole), half, failed);
    }

    void passEffect(FileOperation.Kind kind, Path path, Effect whole) throws IOException {
        pass(kind, path, answering(whole), Effect.NONE, Effect.NONE);
    }

    /**
     * Counts the call and runs it as the plan says.
     *
     * @param whole the call
     * @param half what it does when it is cut in the middle
     * @param failed what a failure leaves behind
     */
    synchronized <T> T pass(FileOperation.Kind kind, Path path, Call<T> whole, Effect half, Effect failed)
            throws IOException {
        if (stopped) {
            throw new ProcessStoppedException(kind + " of " + path + " by a process that was stopped before");
        }
        FileOperation operation = new FileOperation(operations.size(), kind, path);
        operations.add(operation);
        Optional<Fault> fault = plan.at(operation);
        return fault.isEmpty() ? whole.run() : fail(operation, fault.get(), whole, half, failed);
    }

    private <T> T fail(FileOperation operation, Fault fault, Call<T> whole, Effect half, Effect failed)
            throws IOException {
        switch (fault) {
            case ERROR -> {
                failed.run();
                throw new IOException("Input/output error (" + operation + ")");
            }
            case NO_SPACE -> {
                failed.run();
                throw new IOException("No space left on device (" + operation + ")");
            }
            case SHORT_WRITE -> {
                half.run();
                failed.run();
                throw new IOException("No space left on device (" + operation + ")");
            }
            case STOP_MIDWAY -> half.run();
            case STOP_AFTER -> whole.run();
            case POWER_CUT -> {
                if (!operation.kind().forces()) {
                    whole.run();
                }
                powerFailed = true;
            }
            case STOP_BEFORE -> {}
        }
        stopped = true;
        throw new ProcessStoppedException(fault + " at " + operation);
    }

    private static Call<Boolean> answering(Effect effect) {
        return () -> {
            effect.run();
            return true;
        };
    }
}
