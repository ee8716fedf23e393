package dev.diptych.application.replay;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.open.BoundaryWatch;
import dev.diptych.application.open.Ledger;
import dev.diptych.application.open.LedgerOpener;
import dev.diptych.application.open.Refusals;
import dev.diptych.application.open.RefusedException;
import dev.diptych.application.open.UnderstoodTypes;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ReplayAnswer;
import dev.diptych.ports.driving.ReplayLog;

/**
 * Replays the log into the store: takes the ledger as a writer does, so that the log's last batch is durable and no torn
 * tail is left, then walks from the first event and inserts what has no row.
 */
public final class LogReplay implements ReplayLog {
    private final MirrorParts parts;

    public LogReplay(MirrorParts parts) {
        this.parts = parts;
    }

    @Override
    public ReplayAnswer replay(Progress progress) {
        try {
            LedgerOpener opener = new LedgerOpener(parts);
            opener.requireLedger();
            try (Ledger ledger =
                    opener.open(LedgerOpener.MissingStore.GO_ON_WITHOUT, LogProvider.TornTail.CUT_IF_STORE_VOUCHES)) {
                return replayInto(ledger, progress);
            }
        } catch (RefusedException refused) {
            return new ReplayAnswer.NotBegun(refused.refusal());
        } catch (PortException failed) {
            return new ReplayAnswer.NotBegun(Refusals.of(failed));
        }
    }

    private ReplayAnswer replayInto(Ledger ledger, Progress progress) {
        boolean isStoreMade = ledger.isMade() || !ledger.hasStore();
        if (!ledger.hasStore()) {
            ledger.adoptStore(new LedgerOpener(parts).createStoreFromLog());
        }
        UnderstoodTypes.refusalOf(ledger.store()).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
        BoundaryWatch boundaries = BoundaryWatch.over(ledger.store());
        try (LogReader reader = parts.log().openForReading()) {
            return new ReplayWalk(ledger, boundaries, reader, progress).run(isStoreMade);
        }
    }
}
