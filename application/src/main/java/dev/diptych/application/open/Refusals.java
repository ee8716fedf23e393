package dev.diptych.application.open;

import dev.diptych.application.rows.ForkException;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import dev.diptych.ports.driving.OpenRefusal;

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
        if (exception instanceof UnknownStoreVersionException) {
            return new OpenRefusal.UnknownVersion(message);
        }
        if (exception instanceof DamagedCopyException) {
            return new OpenRefusal.StoreDamaged(message);
        }
        return new OpenRefusal.Unavailable(message);
    }

    public static OpenRefusal of(ForkException fork) {
        return new OpenRefusal.Forked(fork.at(), String.valueOf(fork.getMessage()));
    }
}
