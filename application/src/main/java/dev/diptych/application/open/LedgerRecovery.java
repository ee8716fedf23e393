package dev.diptych.application.open;

import dev.diptych.application.MirrorParts;
import dev.diptych.ports.driven.LogOpeningReport;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.OpeningReport;
import dev.diptych.ports.driving.RecoverAnswer;
import dev.diptych.ports.driving.RecoverMirror;

/** Recovers by opening and closing: there is no second way of mending, and what opening does can be repeated. */
public final class LedgerRecovery implements RecoverMirror {
    private final MirrorParts parts;

    public LedgerRecovery(MirrorParts parts) {
        this.parts = parts;
    }

    @Override
    public RecoverAnswer recover() {
        try {
            new LedgerOpener(parts).requireLedger();
        } catch (RefusedException refused) {
            return new RecoverAnswer.NotRecovered(refused.refusal());
        }
        return new MirrorOpener(parts)
                .open()
                .fold(
                        opened -> new RecoverAnswer.Recovered(closed(opened.mirror())),
                        refused -> new RecoverAnswer.NotRecovered(refused.refusal()));
    }

    @Override
    public RecoverAnswer recoverCuttingTornTail() {
        try {
            new LedgerOpener(parts).requireLedger();
            LogOpeningReport report = cutTornTail();
            if (!parts.store().presence().exists()) {
                return new RecoverAnswer.LogOnly(report);
            }
        } catch (RefusedException refused) {
            return new RecoverAnswer.NotRecovered(refused.refusal());
        }
        return recover();
    }

    private LogOpeningReport cutTornTail() {
        try (Ledger ledger = new LedgerOpener(parts)
                .open(LedgerOpener.MissingStore.GO_ON_WITHOUT, LogProvider.TornTail.CUT_ON_REQUEST)) {
            return ledger.report();
        }
    }

    private static OpeningReport closed(Mirror mirror) {
        mirror.close();
        return mirror.opening();
    }
}
