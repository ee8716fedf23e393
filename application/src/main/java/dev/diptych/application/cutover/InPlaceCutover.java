package dev.diptych.application.cutover;

import dev.diptych.application.transaction.MirrorTransactions;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.BackUpLedger;
import dev.diptych.ports.driving.CutOver;
import dev.diptych.ports.driving.CutoverAnswer;
import dev.diptych.ports.driving.CutoverFailure;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverReport;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.ShowCutovers;
import dev.diptych.ports.driving.TransactionAnswer;
import dev.diptych.ports.driving.TransactionOptions;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries out cutovers in place: the preflight, the one transaction, the verification behind it. One at a time.
 *
 * <p>How far a plan is, is read from the ledger each time. Nothing of a cutover is kept between two runs but its boundary, so
 * that whatever ended one, running it again is the way on: absent or void, it is run, under a boundary of its own; committed, it
 * is verified. An undecided one is settled by opening, before anything of this can be called.
 */
public final class InPlaceCutover implements CutOver {
    private final Mirror mirror;
    private final MirrorTransactions transactions;
    private final Preflight preflight;
    private final ShowCutovers history;
    private final InstantSource clock;
    private final AtomicBoolean isRunning = new AtomicBoolean();

    /**
     * @param mirror whose cutover it is
     * @param store its store
     */
    public InPlaceCutover(
            Mirror mirror,
            QueryStore store,
            MirrorTransactions transactions,
            BackUpLedger backUp,
            ShowCutovers history,
            InstantSource clock) {
        this.mirror = mirror;
        this.transactions = transactions;
        this.preflight = new Preflight(mirror, store, backUp);
        this.history = history;
        this.clock = clock;
    }

    @Override
    public CutoverAnswer cutOver(CutoverRequest request, CutoverProgress progress) {
        if (!isRunning.compareAndSet(false, true)) {
            return new CutoverAnswer.Refused(
                    List.of("another cutover of this ledger is under way. Nothing was changed. Next: wait for its end"),
                    Optional.empty());
        }
        try {
            return run(request, request.outline(), progress);
        } catch (NotVerifiedException notVerified) {
            return notVerified.answer();
        } catch (PortException unreadable) {
            return refused(Preflight.refused("a copy could not be read before the cutover was begun: "
                    + unreadable.getMessage() + ". Nothing was changed"));
        } catch (NotQuiescentException notQuiescent) {
            return refused(notQuiescent);
        } finally {
            isRunning.set(false);
        }
    }

    private CutoverAnswer run(CutoverRequest request, CutoverPlan plan, CutoverProgress progress) {
        Optional<ShowCutovers.Boundary> before = history.show().newestCommitted();
        Optional<SchemaCutover> same = before.map(ShowCutovers.Boundary::says)
                .filter(SchemaCutover.class::isInstance)
                .map(SchemaCutover.class::cast)
                .filter(cutover -> cutover.planDigest().equals(plan.digest()));
        if (same.isPresent()) {
            return alreadyCommitted(plan, before.get().event(), same.get(), progress);
        }
        Preflight.Passed passed = preflight.pass(request.backup(), progress);
        CutoverWork work = new CutoverWork(mirror, request, plan, passed.mark(), progress);
        TransactionOptions options = new TransactionOptions(request.timeMax(), request.checksReferences());
        Instant asked = clock.instant();
        TransactionAnswer<CutoverWork.Done> ended = transactions.run(options, work);
        Duration fence = Duration.between(asked, clock.instant());
        return ended.fold(
                committed -> committed.outcomePending().isPresent()
                        ? pending(committed)
                        : cutOver(request, plan, passed, committed, fence, progress),
                rolledBack -> notCommitted(work, rolledBack),
                unknown -> new CutoverAnswer.Unfinished(boundaryOf(unknown.events()), false, unknown.message()),
                notBegun -> new CutoverAnswer.Refused(List.of(notBegun.message()), Optional.empty()));
    }

    private CutoverAnswer cutOver(
            CutoverRequest request,
            CutoverPlan plan,
            Preflight.Passed passed,
            TransactionAnswer.Committed<CutoverWork.Done> committed,
            Duration fence,
            CutoverProgress progress) {
        CutoverWork.Done done = committed.value();
        VerifyReport verification = verifyAfter(committed.events().get(0), progress);
        List<String> notChecked = new ArrayList<>(verification.notChecked());
        if (passed.backup().isEmpty()) {
            notChecked.add("backup");
        }
        return new CutoverAnswer.CutOver(new CutoverReport(
                plan,
                CutoverPhase.COMMITTED,
                done.previousHead(),
                committed.events().get(0),
                request.operator(),
                done.epochBefore(),
                done.epochBefore() + 1,
                done.steps(),
                passed.backup(),
                verification,
                Optional.of(fence),
                notChecked));
    }

    private CutoverAnswer alreadyCommitted(
            CutoverPlan plan, AppendReceipt boundary, SchemaCutover cutover, CutoverProgress progress) {
        VerifyReport verification = verifyAfter(boundary, progress);
        return new CutoverAnswer.AlreadyCommitted(new CutoverReport(
                plan,
                CutoverPhase.COMMITTED,
                cutover.head(),
                boundary,
                cutover.operator(),
                cutover.epoch() - 1,
                cutover.epoch(),
                List.of(),
                Optional.empty(),
                verification,
                Optional.empty(),
                verification.notChecked()));
    }

    /**
     * @throws NotVerifiedException if a copy cannot be read: that takes nothing back
     */
    private VerifyReport verifyAfter(AppendReceipt boundary, CutoverProgress progress) {
        progress.begins(CutoverStage.VERIFY_AFTER, "comparing both copies");
        try {
            return mirror.verify(VerifyRequest.full().tellingProgressTo(progress));
        } catch (PortException unreadable) {
            throw new NotVerifiedException(
                    new CutoverAnswer.Unfinished(
                            Optional.of(boundary),
                            true,
                            "the cutover is committed, and both copies could not be compared afterwards: "
                                    + unreadable.getMessage()
                                    + ". Next: run the cutover again, which compares them"),
                    unreadable);
        }
    }

    private static CutoverAnswer pending(TransactionAnswer.Committed<CutoverWork.Done> committed) {
        return new CutoverAnswer.Unfinished(
                boundaryOf(committed.events()),
                true,
                "the cutover is committed, and the log does not tell it yet, or the store has not got the line that tells"
                        + " it: " + committed.outcomePending().orElseThrow()
                        + ". Next: open the ledger again, which tells it, then run the cutover again, which verifies");
    }

    private static CutoverAnswer notCommitted(
            CutoverWork work, TransactionAnswer.RolledBack<CutoverWork.Done> rolledBack) {
        Optional<NotQuiescentException> notQuiescent = rolledBack
                .cause()
                .filter(NotQuiescentException.class::isInstance)
                .map(NotQuiescentException.class::cast);
        if (notQuiescent.isPresent()) {
            return refused(notQuiescent.get());
        }
        CutoverFailure failure = rolledBack
                .cause()
                .filter(CutoverAbortedException.class::isInstance)
                .map(CutoverAbortedException.class::cast)
                .map(CutoverAbortedException::failure)
                .orElseGet(() -> work.failedBecause(rolledBack.why(), rolledBack.cause()));
        return new CutoverAnswer.Aborted(failure, boundaryOf(rolledBack.voidEvents()), rolledBack.outcomePending());
    }

    private static CutoverAnswer refused(NotQuiescentException notQuiescent) {
        return new CutoverAnswer.Refused(notQuiescent.reasons(), notQuiescent.verification());
    }

    /** The boundary is the newest bound event: a broken glass lies before what it let pass. */
    private static Optional<AppendReceipt> boundaryOf(List<AppendReceipt> events) {
        return events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
    }
}
