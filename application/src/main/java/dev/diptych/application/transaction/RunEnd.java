package dev.diptych.application.transaction;

import dev.diptych.application.append.HeldLedger;
import dev.diptych.application.rows.ForkException;
import dev.diptych.application.settle.DivergedException;
import dev.diptych.application.settle.RunSettling;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.Settlement;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreBusyException;

/** How a run of bound events ended, as far as this process can find out. */
sealed interface RunEnd {
    /** For good: nothing takes it back. */
    record Certain(TransactionOutcome outcome) implements RunEnd {}

    /** Somebody has the store: to be tried again. */
    record Busy(String message) implements RunEnd {}

    /** Only the next opening can find out, or nobody; this writer writes nothing more. */
    record NotKnown(String message) implements RunEnd {}

    /** Asks the store, and makes final what it says. */
    static RunEnd settled(RunSettling settling, HeldLedger ledger, BoundRun run) {
        try {
            Settlement.SettleAs settled = settling.settle(run);
            return new Certain(settled.outcome());
        } catch (StoreBusyException busy) {
            return new Busy(String.valueOf(busy.getMessage()));
        } catch (DivergedException diverged) {
            return contradicted(ledger, diverged.at(), diverged);
        } catch (ForkException fork) {
            return contradicted(ledger, fork.at(), fork);
        } catch (PortException failed) {
            return notKnown(ledger, run, String.valueOf(failed.getMessage()));
        }
    }

    /** Only the next opening can find out. */
    static RunEnd notKnown(HeldLedger ledger, BoundRun run, String why) {
        String message = "whether the transaction of the " + run + " was committed is not known: " + why
                + ". Next: open the ledger again, which finds out and tells it in the log";
        ledger.stopUnsettled(message);
        return new NotKnown(message);
    }

    private static RunEnd contradicted(HeldLedger ledger, Sequence at, RuntimeException contradiction) {
        String message = String.valueOf(contradiction.getMessage());
        ledger.stopAtFork(at, message);
        return new NotKnown(message);
    }
}
