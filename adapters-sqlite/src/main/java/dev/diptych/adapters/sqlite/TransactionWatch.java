package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.StoreFailedException;
import java.util.Optional;
import org.sqlite.SQLiteCommitListener;

/**
 * Watches one connection for ends of its transaction that this adapter did not ask for, and remembers that a transaction
 * is doomed. One thread runs the transaction; any may doom it.
 *
 * <p>A full disk, an I/O error, or a statement with {@code ON CONFLICT ROLLBACK} rolls the whole transaction back inside
 * SQLite. If the one who ran the statement goes on regardless, each further statement commits by itself, and half of the
 * work stays. So once a commit or rollback was seen that was not asked for, nothing more runs and nothing is committed.
 */
final class TransactionWatch implements SQLiteCommitListener {
    private enum Phase {
        NO_TRANSACTION,
        RUNNING,
        ENDING
    }

    private final Object place;
    private Phase phase = Phase.NO_TRANSACTION;
    private Optional<RuntimeException> doom = Optional.empty();
    private boolean committedInside;
    private boolean mediumFailed;

    TransactionWatch(Object place) {
        this.place = place;
    }

    synchronized void begun() {
        phase = Phase.RUNNING;
        doom = Optional.empty();
        committedInside = false;
        mediumFailed = false;
    }

    synchronized void ending() {
        phase = Phase.ENDING;
    }

    /** Ends the time in which the transaction can be doomed; answers whether it was not. */
    synchronized boolean endingUnlessDoomed() {
        if (doom.isPresent()) {
            return false;
        }
        phase = Phase.ENDING;
        return true;
    }

    synchronized void ended() {
        phase = Phase.NO_TRANSACTION;
    }

    synchronized boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    /** Nothing of the transaction can be kept, because of {@code reason}; the first reason counts. */
    synchronized void doom(RuntimeException reason) {
        if (doom.isEmpty()) {
            doom = Optional.of(reason);
        }
    }

    /** Dooms a running transaction from any thread, and stops the statement that runs in it. */
    synchronized void doomFromOutside(RuntimeException reason, Runnable interrupt) {
        if (phase == Phase.RUNNING) {
            doom(reason);
            interrupt.run();
        }
    }

    /** Why nothing of the transaction can be kept. */
    synchronized Optional<RuntimeException> doomed() {
        return doom;
    }

    /** Whether a statement inside committed what had been done until then. */
    synchronized boolean wasCommittedInside() {
        return committedInside;
    }

    /** A statement inside failed to read or write. */
    synchronized void mediumFailed() {
        mediumFailed = true;
    }

    synchronized boolean hasMediumFailed() {
        return mediumFailed;
    }

    @Override
    public synchronized void onCommit() {
        if (phase == Phase.RUNNING) {
            committedInside = true;
            doom(new StoreFailedException(
                    "the transaction on the store " + place + " was committed by a statement inside"
                            + " it, and not by the mirror. What it had done until then stays; nothing after it was done. Next:"
                            + " leave COMMIT to the mirror, and run diptych verify"));
        }
    }

    @Override
    public synchronized void onRollback() {
        if (phase == Phase.RUNNING) {
            doom(new StoreFailedException("the transaction on the store " + place + " was rolled back by a statement"
                    + " inside it: the disk is full or failed, or a conflict was to be met by a rollback. Nothing of it"
                    + " was kept. Next: see what the failing statement said, make room if there is none, and run it"
                    + " again"));
        }
    }
}
