package dev.diptych.application.cutover.store;

import dev.diptych.application.MirrorParts;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.StoreCutoverAnswer;
import dev.diptych.ports.driving.StoreCutoverReport;
import dev.diptych.ports.driving.StoreCutoverStage;
import dev.diptych.ports.driving.StoreCutoverWatch;
import dev.diptych.ports.driving.VerifyReport;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at a cutover, with the candidate held: copies and catches up until it is near, verifies in full, then catches up
 * and asks for the ledger until it gets it or is to wait no longer. All but the fence goes on while others append.
 */
final class CutoverAttempt implements AutoCloseable {
    /** At this distance catching up has done its part; the rest is quickly copied with the ledger held. */
    private static final long NEAR_EVENTS = 4_096;

    /** A writer that is faster than the copy must not keep it from coming to the verification. */
    private static final int ROUNDS_MAX = 16;

    /** What comes in while this waits is verified in between, so that the fence stays short. */
    private static final long UNVERIFIED_EVENTS_MAX = 65_536;

    private final MirrorParts parts;
    private final StoreBefore before;
    private final StoreBefore.Look first;
    private final LogReader log;
    private final QueryStore candidate;
    private final long takenUp;
    private final CandidateParity parity;
    private long copied;
    private int rounds;

    CutoverAttempt(
            MirrorParts parts,
            StoreBefore before,
            StoreBefore.Look first,
            LogReader log,
            CandidateStore.Opened candidate,
            CandidateParity parity) {
        this.parts = parts;
        this.before = before;
        this.first = first;
        this.log = log;
        this.candidate = candidate.store();
        this.takenUp = candidate.takenUp();
        this.parity = parity;
    }

    StoreCutoverAnswer dryRun(StoreCutoverWatch watch) {
        VerifyReport full = copyAndVerify(watch);
        ChainHead head = candidate
                .head()
                .orElseThrow(() -> NotCutOverException.notQuiescent(
                        "the ledger has nothing but a transaction whose end is not told yet, so that nothing could be copied."
                                + " Nothing was changed but the candidate. Next: run it again when that has ended"));
        return new StoreCutoverAnswer.Rehearsed(new StoreCutoverReport(
                first.ledger(),
                first.identity().storeId(),
                candidate.identity().storeId(),
                candidate.identity().epoch(),
                head,
                Optional.empty(),
                copied,
                takenUp,
                rounds,
                full,
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    StoreCutoverAnswer cutOver(StoreCutoverWatch watch) {
        VerifyReport full = copyAndVerify(watch);
        Optional<ChainHead> known = candidate.head();
        StoreFence fence = new StoreFence(parts, before, first, candidate, parity);
        watch.begins(StoreCutoverStage.WAIT);
        while (true) {
            long distance = catchUp(Progress.UNSEEN);
            known = verifyWhatCameIn(known);
            StoreFence.Crossing crossing = fence.cross(known);
            if (crossing instanceof StoreFence.Locked locked) {
                if (!watch.waitFor(locked.by().pid(), distance)) {
                    throw NotCutOverException.notTaken(stillLocked(locked.by()));
                }
            } else if (crossing instanceof StoreFence.Crossed crossed) {
                return new StoreCutoverAnswer.CutOver(report(full, crossed));
            } else if (crossing instanceof StoreFence.Unknown unknown) {
                return unknown(unknown);
            }
        }
    }

    /** Lets the candidate go; what it has stays, and is taken up by the next attempt. */
    @Override
    public void close() {
        try {
            candidate.close();
        } catch (PortException notProperly) {
            // Its rows are compared again before anybody relies on them.
            return;
        }
    }

    private VerifyReport copyAndVerify(StoreCutoverWatch watch) {
        watch.begins(StoreCutoverStage.COPY);
        long distance = catchUp(watch);
        while (distance > NEAR_EVENTS && rounds < ROUNDS_MAX) {
            distance = catchUp(watch);
        }
        watch.begins(StoreCutoverStage.VERIFY);
        return parity.full(watch);
    }

    /**
     * Copies through the highest sequence that the store before has now.
     *
     * @return how far the candidate is behind it afterwards
     */
    private long catchUp(Progress progress) {
        Sequence frozenHead = before.lookAgain(first).highest();
        try {
            copied += new CandidateCopy(candidate, before, first.ledger(), newestOfCandidate())
                    .through(log, frozenHead, progress);
        } catch (DamagedCopyException damaged) {
            parity.full(progress); // Says what is wrong, with all findings, and ends this.
            throw damaged;
        }
        rounds++;
        return before.lookAgain(first).highest().value()
                - candidate.highestSequence().value();
    }

    private Optional<SealedEvent> newestOfCandidate() {
        Sequence newest = candidate.highestSequence();
        if (newest.isNone()) {
            return Optional.empty();
        }
        return Optional.of(
                log.find(newest)
                        .orElseThrow(
                                () -> NotCutOverException.unfit(
                                        "the candidate's newest row is at sequence " + newest
                                                + ", where the log has no sound event any more. The ledger was not changed. Next: diptych verify")));
    }

    private Optional<ChainHead> verifyWhatCameIn(Optional<ChainHead> known) {
        long through = known.map(head -> head.sequence().value()).orElse(0L);
        if (known.isEmpty() || candidate.highestSequence().value() - through <= UNVERIFIED_EVENTS_MAX) {
            return known;
        }
        parity.since(known.get(), Progress.UNSEEN);
        return candidate.head();
    }

    private OpenRefusal stillLocked(LogRefusal.Locked locked) {
        return new OpenRefusal.LedgerLocked(
                locked.pid(),
                "the ledger was not cut over: another writer holds it"
                        + (locked.pid().isPresent()
                                ? ", process " + locked.pid().getAsLong()
                                : "")
                        + ". The ledger was not changed; the candidate has all through sequence "
                        + candidate.highestSequence()
                        + " and is taken up by the next attempt. Next: stop that process, and cut over again");
    }

    private StoreCutoverReport report(VerifyReport full, StoreFence.Crossed crossed) {
        return new StoreCutoverReport(
                first.ledger(),
                first.identity().storeId(),
                crossed.to(),
                first.identity().epoch() + 1,
                crossed.previousHead(),
                Optional.of(crossed.boundary()),
                copied + crossed.copied(),
                takenUp,
                rounds,
                full,
                Optional.of(crossed.verification()),
                Optional.of(crossed.held()),
                crossed.notes());
    }

    private StoreCutoverAnswer unknown(StoreFence.Unknown unknown) {
        StoreId from = first.identity().storeId();
        return new StoreCutoverAnswer.OutcomeUnknown(
                unknown.boundary(),
                from,
                unknown.to(),
                "whether the ledger has gone over to store " + unknown.to() + " is not known: " + unknown.why()
                        + " The next opening finds out: with the new store it goes on, or is refused because the log does not"
                        + " name it; with the one before, store " + from
                        + ", it is refused because the log has left it, or"
                        + " goes on, and the ledger can be cut over again. Next: diptych recover with the store before");
    }
}
