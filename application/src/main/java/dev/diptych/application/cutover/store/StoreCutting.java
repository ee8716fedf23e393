package dev.diptych.application.cutover.store;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.open.Refusals;
import dev.diptych.application.rows.ForkException;
import dev.diptych.application.settle.DivergedException;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.CutOverStore;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverRefusal;
import dev.diptych.ports.driving.StoreCutoverWatch;
import java.util.HexFormat;
import java.util.function.Function;

/** Cuts a ledger over to the store at another place. */
public final class StoreCutting implements CutOverStore {
    private final MirrorParts parts;
    private final StoreProvider place;

    /**
     * @param parts the ledger, with the store that is to be left behind
     * @param place where the candidate is, or may come to be
     */
    public StoreCutting(MirrorParts parts, StoreProvider place) {
        this.parts = parts;
        this.place = place;
    }

    @Override
    public StoreCutoverAnswer cutOver(StoreCutoverWatch watch) {
        return answering(attempt -> attempt.cutOver(watch));
    }

    @Override
    public StoreCutoverAnswer dryRun(StoreCutoverWatch watch) {
        return answering(attempt -> attempt.dryRun(watch));
    }

    private StoreCutoverAnswer answering(Function<CutoverAttempt, StoreCutoverAnswer> work) {
        try {
            return attempting(work);
        } catch (NotCutOverException refused) {
            return new StoreCutoverAnswer.Refused(refused.refusal());
        } catch (ForkException | DivergedException otherRows) {
            return new StoreCutoverAnswer.Refused(new StoreCutoverRefusal.CandidateUnfit(
                    "the candidate has other rows than the log: " + otherRows.getMessage()
                            + " The ledger was not changed. Next: remove the candidate, and begin again"));
        } catch (PortException failed) {
            return new StoreCutoverAnswer.Refused(new StoreCutoverRefusal.NotTaken(Refusals.of(failed)));
        }
    }

    private StoreCutoverAnswer attempting(Function<CutoverAttempt, StoreCutoverAnswer> work) {
        Quiescence.requireNoHold(parts.hold());
        StoreBefore before = new StoreBefore(parts.store());
        StoreBefore.Look first = before.look();
        try (LogReader log = parts.log().openForReading()) {
            Quiescence.requireForNow(log, before, first);
            CandidateStore.Opened candidate = new CandidateStore(place).open(first, log, newStoreId());
            try (CutoverAttempt attempt =
                    new CutoverAttempt(parts, before, first, log, candidate, new CandidateParity(parts, place))) {
                return work.apply(attempt);
            }
        }
    }

    private StoreId newStoreId() {
        return new StoreId(HexFormat.of().formatHex(parts.random().next(16)));
    }
}
