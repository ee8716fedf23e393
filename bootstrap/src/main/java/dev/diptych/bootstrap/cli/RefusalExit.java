package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.OpenRefusal;
import java.util.Map;

/** The exit code and the word of a refusal to open. */
final class RefusalExit {
    private static final Map<Class<? extends OpenRefusal>, Integer> CODES = Map.ofEntries(
            Map.entry(OpenRefusal.LedgerLocked.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.ForeignStore.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.StoreMissing.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.LogMissing.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.LogBehindStore.class, ExitCodes.FINDING),
            Map.entry(OpenRefusal.Forked.class, ExitCodes.DAMAGED),
            Map.entry(OpenRefusal.LogDamaged.class, ExitCodes.DAMAGED),
            Map.entry(OpenRefusal.UnknownVersion.class, ExitCodes.UNKNOWN_VERSION),
            Map.entry(OpenRefusal.Held.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.Superseded.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.StorePredatesCutover.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.StoreOutdated.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.TransactionDiverged.class, ExitCodes.FINDING),
            Map.entry(OpenRefusal.TornTailUnvouched.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.ForeignFiles.class, ExitCodes.PRECONDITION),
            Map.entry(OpenRefusal.StoreDamaged.class, ExitCodes.DAMAGED),
            Map.entry(OpenRefusal.Unavailable.class, ExitCodes.PRECONDITION));

    private RefusalExit() {}

    static CommandFailure of(OpenRefusal refusal) {
        Integer code = CODES.get(refusal.getClass());
        if (code == null) {
            throw new IllegalStateException("no exit code for a refusal of " + refusal.getClass());
        }
        String hint = refusal instanceof OpenRefusal.ForeignStore
                ? ", or, where a database of yours is to hold the store too: diptych init --into-existing"
                : "";
        return CommandFailure.of(code, word(refusal), refusal.message() + hint);
    }

    /** {@code ledger_locked} for a {@code LedgerLocked}. */
    private static String word(OpenRefusal refusal) {
        return refusal.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
