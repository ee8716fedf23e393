package dev.diptych.application;

import dev.diptych.contracts.files.Fault;
import dev.diptych.contracts.files.FaultPlan;
import dev.diptych.contracts.files.FileOperation;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Holds the first force of the log that comes, until it is let go, so that a test can do something while one is under
 * way, and knows that it is.
 */
public final class BlockedForce implements FaultPlan {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final Optional<Fault> then;

    private BlockedForce(Optional<Fault> then) {
        this.then = then;
    }

    /** The force succeeds when it is let go. */
    public static BlockedForce on(TwinLedger ledger) {
        return on(ledger, Optional.empty());
    }

    /** The force fails when it is let go. */
    public static BlockedForce failing(TwinLedger ledger, Fault fault) {
        return on(ledger, Optional.of(fault));
    }

    private static BlockedForce on(TwinLedger ledger, Optional<Fault> then) {
        BlockedForce plan = new BlockedForce(then);
        ledger.log().failing(plan);
        return plan;
    }

    @Override
    public Optional<Fault> at(FileOperation operation) {
        if (operation.kind() != FileOperation.Kind.FORCE || reached.getCount() == 0) {
            return Optional.empty();
        }
        reached.countDown();
        await(letGo);
        return then;
    }

    /** Waits until the force is under way. */
    public void awaitReached() {
        await(reached);
    }

    public void letGo() {
        letGo.countDown();
    }

    /** Like a force, which an interrupt does not end; the flag is set again. */
    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
