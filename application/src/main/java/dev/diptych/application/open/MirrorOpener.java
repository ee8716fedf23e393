package dev.diptych.application.open;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.append.AppendPipeline;
import dev.diptych.application.append.Gatekeeper;
import dev.diptych.application.append.KeyGate;
import dev.diptych.application.rows.ForkException;
import dev.diptych.application.settle.DivergedException;
import dev.diptych.application.verify.ParityVerifier;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.parity.ParityVerdict;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driving.LogVerdict;
import dev.diptych.ports.driving.MirrorOpening;
import dev.diptych.ports.driving.OpenMirror;
import dev.diptych.ports.driving.OpenRefusal;
import dev.diptych.ports.driving.OpeningReport;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens a ledger for writing. The log's provider takes the lock, tells torn from damaged, cuts, and makes the last batch
 * durable again; what it is told of the store, and everything behind that, is done here. Nothing enters the store before
 * the log has forced it.
 */
public final class MirrorOpener implements OpenMirror {
    private final MirrorParts parts;
    private final LedgerOpener opener;

    public MirrorOpener(MirrorParts parts) {
        this.parts = parts;
        this.opener = new LedgerOpener(parts);
    }

    @Override
    public MirrorOpening open() {
        return opening(() -> opener.open(LedgerOpener.MissingStore.REFUSE, LogProvider.TornTail.CUT_IF_STORE_VOUCHES));
    }

    /** The same for whoever brings a store of an older schema up to date: such a store is opened too. */
    public MirrorOpening openForUpgrade() {
        return opening(opener::openForUpgrade);
    }

    private MirrorOpening opening(Supplier<Ledger> taking) {
        try {
            return new MirrorOpening.Opened(openOrRefuse(taking));
        } catch (RefusedException refused) {
            return new MirrorOpening.Refused(refused.refusal());
        }
    }

    private OpenedMirror openOrRefuse(Supplier<Ledger> taking) {
        KeyGate keys = new KeyGate(trusted(), parts.signatures());
        Ledger ledger = taking.get();
        try {
            OpeningReport report = mend(ledger, keys);
            Optional<ChainHead> head = ledger.log().head();
            Gatekeeper gate = new Gatekeeper(
                    parts.settings().requiredLevel(), ledger.log().ledgerId(), head, keys);
            AppendPipeline pipeline = new AppendPipeline(parts, ledger.log(), ledger.store(), gate);
            return new OpenedMirror(parts, ledger, report, gate, pipeline);
        } catch (RuntimeException | Error failed) {
            throw closing(ledger, failed);
        }
    }

    private Optional<TrustedKeys> trusted() {
        try {
            return parts.keys().trusted();
        } catch (PortException unusable) {
            throw new RefusedException(Refusals.of(unusable));
        }
    }

    private OpeningReport mend(Ledger ledger, KeyGate keys) {
        List<String> notes = new ArrayList<>();
        refuseUnknownTypes(ledger);
        boolean lostWrites = ledger.hasLostWrites();
        if (lostWrites) {
            refuseUnlessWhole(ledger);
            ledger.vouchForStore();
            notes.add(
                    "the store was not closed properly and has no write-ahead log; it was checked in full and is whole");
        }
        BoundaryWatch boundaries = BoundaryWatch.over(ledger.store());
        RollForwardStart start = RollForwardStart.of(ledger.log(), ledger.store());
        readKeys(ledger, start, keys);
        RollForward.Done done = new RollForward(parts, ledger, start, keys, boundaries).run();
        refuseUnlessHeadsAgree(ledger);
        boundaries.requireAuthority();
        return new OpeningReport(
                ledger.report(),
                ledger.log().ledgerId(),
                ledger.isMade(),
                done.inserted(),
                done.settled(),
                lostWrites,
                notes);
    }

    /** What the ledger says of keys through the start, by the store's rows; rolling forward sees what lies behind. */
    private static void readKeys(Ledger ledger, RollForwardStart start, KeyGate keys) {
        ledger.log().ledgerId().ifPresent(id -> {
            OwnEventWalk walk = OwnEventWalk.aboutKeys(ledger.store());
            while (walk.advance() && walk.event().sequence().compareTo(start.sequence()) <= 0) {
                keys.saw(walk.event(), id);
            }
        });
    }

    private static void refuseUnknownTypes(Ledger ledger) {
        UnderstoodTypes.refusalOf(ledger.store()).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
    }

    /** After the store's write-ahead log was lost the file may be a mix of old and new pages. */
    private void refuseUnlessWhole(Ledger ledger) {
        Optional<String> problem = ledger.store().integrityProblem();
        VerifyReport report = new ParityVerifier(
                        parts.log(), parts.store(), parts.reading(), parts.spools(), parts.keys(), parts.signatures())
                .verifyHeld(VerifyRequest.full());
        boolean isWhole = problem.isEmpty()
                && report.log() == LogVerdict.INTACT
                && (report.verdict() == ParityVerdict.IN_PARITY || ParityVerifier.isOnlyPending(report));
        if (!isWhole) {
            throw new RefusedException(new OpenRefusal.StoreDamaged(
                    "the store is not whole: it was not closed properly, its write-ahead log is gone, and a check found "
                            + problem.orElseGet(
                                    () -> report.verdict().word() + " with " + report.findingsTotal() + " findings")
                            + ". Nothing was changed. Next: move the store's file aside, then diptych replay, which makes a"
                            + " new one from the log"));
        }
    }

    private static void refuseUnlessHeadsAgree(Ledger ledger) {
        Optional<ChainHead> log = ledger.log().head();
        Optional<ChainHead> store = ledger.store().head();
        if (!log.equals(store)) {
            throw new RefusedException(new OpenRefusal.StoreDamaged("log and store end differently after the store was"
                    + " rolled forward: the log at "
                    + log.map(ChainHead::toString).orElse("nothing") + ", the store at "
                    + store.map(ChainHead::toString).orElse("nothing") + ". Next: diptych verify"));
        }
    }

    /** Lets the ledger go, and turns what ended the opening into a refusal where it is one. */
    private static RuntimeException closing(Ledger ledger, Throwable failed) {
        try {
            ledger.close();
        } catch (RuntimeException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
        if (failed instanceof PortException port) {
            return new RefusedException(Refusals.of(port));
        }
        if (failed instanceof ForkException fork) {
            return new RefusedException(Refusals.of(fork));
        }
        if (failed instanceof DivergedException diverged) {
            return new RefusedException(Refusals.of(diverged));
        }
        if (failed instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failed;
    }
}
