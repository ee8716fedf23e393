package dev.diptych.application.open;

import dev.diptych.application.rows.ForkException;
import dev.diptych.application.settle.DivergedException;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.transaction.RunVerdict;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.OutdatedStoreException;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import dev.diptych.ports.driving.OpenRefusal;
import java.util.List;

/** Turns what adapters refuse and throw into the answers of the application. */
public final class Refusals {
    private Refusals() {}

    public static OpenRefusal of(LogRefusal refusal) {
        if (refusal instanceof LogRefusal.Locked locked) {
            return new OpenRefusal.LedgerLocked(locked.pid(), locked.message());
        }
        if (refusal instanceof LogRefusal.Damaged damaged) {
            return new OpenRefusal.LogDamaged(damaged.findings(), damaged.total(), damaged.message());
        }
        if (refusal instanceof LogRefusal.Forked forked) {
            return new OpenRefusal.Forked(forked.at(), forked.message());
        }
        if (refusal instanceof LogRefusal.ForeignFiles foreign) {
            return new OpenRefusal.ForeignFiles(foreign.names(), foreign.message());
        }
        return ofPlain(refusal);
    }

    private static OpenRefusal ofPlain(LogRefusal refusal) {
        if (refusal instanceof LogRefusal.BehindStore) {
            return new OpenRefusal.LogBehindStore(refusal.message());
        }
        if (refusal instanceof LogRefusal.OtherLedger) {
            return new OpenRefusal.ForeignStore(refusal.message());
        }
        if (refusal instanceof LogRefusal.UnknownVersion) {
            return new OpenRefusal.UnknownVersion(refusal.message());
        }
        return new OpenRefusal.TornTailUnvouched(refusal.message());
    }

    /** The refusal that an exception from a port comes to while a ledger is being opened or replayed. */
    public static OpenRefusal of(PortException exception) {
        String message = String.valueOf(exception.getMessage());
        if (exception instanceof ForeignStoreException) {
            return new OpenRefusal.ForeignStore(message);
        }
        if (exception instanceof OutdatedStoreException) {
            return new OpenRefusal.StoreOutdated(message);
        }
        if (exception instanceof UnknownStoreVersionException) {
            return new OpenRefusal.UnknownVersion(message);
        }
        if (exception instanceof DamagedCopyException) {
            return new OpenRefusal.StoreDamaged(message);
        }
        return new OpenRefusal.Unavailable(message);
    }

    /** Bound events and outcomes that no writer leaves so. */
    public static OpenRefusal of(RunVerdict.Malformed malformed) {
        Finding finding = Finding.of(FindingKind.TRANSACTION)
                .atSequence(malformed.at().value())
                .expecting(malformed.expected(), malformed.found());
        return new OpenRefusal.LogDamaged(
                List.of(finding),
                1,
                "the log holds what no writer leaves of a transaction: " + finding
                        + ". Nothing was written behind it. Next: diptych verify, which lists all findings");
    }

    public static OpenRefusal of(DivergedException diverged) {
        return new OpenRefusal.TransactionDiverged(diverged.at(), String.valueOf(diverged.getMessage()));
    }

    public static OpenRefusal of(ForkException fork) {
        return new OpenRefusal.Forked(fork.at(), String.valueOf(fork.getMessage()));
    }
}
