package dev.diptych.application.cutover;

import dev.diptych.application.transaction.OwnTransaction;
import dev.diptych.application.transaction.OwnWork;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.cutover.StepOutline;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driving.BoundAnswer;
import dev.diptych.ports.driving.CutoverFailure;
import dev.diptych.ports.driving.CutoverProgress;
import dev.diptych.ports.driving.CutoverReport;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStage;
import dev.diptych.ports.driving.CutoverStep;
import dev.diptych.ports.driving.Mirror;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a cutover does in its one transaction, in this order, each line of which may fail or be the last that the process does:
 *
 * <pre>
 *   parity since the mark      what the preflight saw still holds, through the newest event of the log
 *   epoch + 1                  in the transaction: nobody sees it unless all of it is committed
 *   step 1 .. step n           the rows of each declared table counted behind each
 *   boundary                   durable in the log from here on, undecided until the outcome line
 *   checks 1 .. n, row counts as declared, no broken reference
 *   COMMIT                     by whoever runs this: the commit point of the cutover
 * </pre>
 *
 * <p>A step that throws is told in the log as well: the boundary is appended behind it, and the transaction rolled back, so that
 * the ledger remembers that the plan was tried. Where the transaction takes nothing any more, nothing is told.
 *
 * <p>Used once, by the thread that runs the transaction.
 */
final class CutoverWork implements OwnWork<CutoverWork.Done> {
    private final Mirror mirror;
    private final CutoverRequest request;
    private final CutoverPlan plan;
    private final VerifiedMark mark;
    private final CutoverProgress progress;
    private CutoverStage stage = CutoverStage.FENCE;
    private Optional<String> step = Optional.empty();

    /**
     * @param previousHead the newest event before
     * @param epochBefore the store's epoch before
     * @param steps what each came to
     */
    record Done(ChainHead previousHead, long epochBefore, List<CutoverReport.Step> steps) {}

    CutoverWork(Mirror mirror, CutoverRequest request, CutoverPlan plan, VerifiedMark mark, CutoverProgress progress) {
        this.mirror = mirror;
        this.request = request;
        this.plan = plan;
        this.mark = mark;
        this.progress = progress;
    }

    /** What it was at when it ended. */
    CutoverFailure failedBecause(String why, Optional<Exception> cause) {
        return new CutoverFailure(stage, step, why, cause);
    }

    @Override
    public Done in(OwnTransaction transaction) {
        begin(CutoverStage.FENCE, "comparing what was appended since");
        ChainHead head = requireParityThroughHead(transaction.head());
        BoundStoreTransaction store = transaction.store();
        long epoch = store.identity().epoch();
        store.raiseEpoch();
        SchemaCutover boundary = new SchemaCutover(
                plan.name(), plan.digest(), plan.targetVersion(), epoch + 1, head, request.operator());
        List<CutoverReport.Step> steps = applyOrTell(transaction, boundary);
        begin(CutoverStage.CHECKS, "telling of it in the log");
        append(transaction, boundary);
        check(store, steps);
        begin(CutoverStage.SETTLE, "committing");
        return new Done(head, epoch, steps);
    }

    private void begin(CutoverStage next, String what) {
        stage = next;
        step = Optional.empty();
        progress.begins(next, what);
    }

    private ChainHead requireParityThroughHead(ChainHead head) {
        VerifiedMark through =
                Preflight.requireParity(mirror.verify(VerifyRequest.since(mark).tellingProgressTo(progress)));
        if (!through.head().equals(head)) {
            throw Preflight.refused("both copies are in parity through " + through + ", and the log ends at " + head
                    + ". Nothing was changed. Next: diptych verify");
        }
        return head;
    }

    private List<CutoverReport.Step> applyOrTell(OwnTransaction transaction, SchemaCutover boundary) {
        try {
            return apply(transaction.store());
        } catch (CutoverAbortedException failed) {
            if (transaction.store().doomed().isEmpty()) {
                tellThatItWasTried(transaction, boundary, failed);
            }
            throw failed;
        }
    }

    private void tellThatItWasTried(
            OwnTransaction transaction, SchemaCutover boundary, CutoverAbortedException failed) {
        try {
            transaction.appendBoundary(boundary, mirror.decide());
        } catch (RuntimeException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    private List<CutoverReport.Step> apply(BoundStoreTransaction store) {
        SortedSet<String> tables = RowCounts.tablesOf(request.steps());
        List<CutoverReport.Step> measured = new ArrayList<>();
        begin(CutoverStage.STEP, "counting rows");
        RowCounts before = RowCounts.of(store, tables);
        for (CutoverStep next : request.steps()) {
            StepOutline outline = plan.steps().get(measured.size());
            begin(CutoverStage.STEP, outline.name());
            step = Optional.of(outline.name());
            progress.reached(measured.size(), plan.steps().size());
            apply(next, store);
            RowCounts after = RowCounts.of(store, tables);
            measured.add(new CutoverReport.Step(outline.name(), outline.digest(), after.changesSince(before)));
            before = after;
        }
        progress.reached(measured.size(), plan.steps().size());
        return measured;
    }

    private void apply(CutoverStep next, BoundStoreTransaction store) {
        try {
            next.apply(store);
        } catch (Exception thrown) {
            throw aborted("step " + next.name() + " failed: " + thrown, thrown);
        }
        requireAlive(store);
    }

    private void append(OwnTransaction transaction, SchemaCutover boundary) {
        BoundAnswer answer = transaction.appendBoundary(boundary, mirror.decide());
        answer.fold(recorded -> recorded, notRecorded -> {
            throw aborted("the boundary was not recorded: " + notRecorded.why());
        });
    }

    private void check(BoundStoreTransaction store, List<CutoverReport.Step> measured) {
        for (int i = 0; i < measured.size(); i++) {
            StepOutline outline = plan.steps().get(i);
            begin(CutoverStage.CHECKS, outline.name());
            step = Optional.of(outline.name());
            progress.reached(i, measured.size());
            requireNone(
                    "rows of step " + outline.name(),
                    RowCounts.disagreements(
                            outline.rowCountChanges(), measured.get(i).rowCountChanges()));
            requireNone(
                    "the check of step " + outline.name(), check(request.steps().get(i), store));
        }
        begin(CutoverStage.CHECKS, "looking for broken references");
        requireNone("references between tables", store.brokenReferences());
    }

    private List<String> check(CutoverStep next, BoundStoreTransaction store) {
        List<String> found;
        try {
            found = next.check(store);
        } catch (Exception thrown) {
            throw aborted("what step " + next.name() + " did could not be checked: " + thrown, thrown);
        }
        requireAlive(store);
        return found;
    }

    /** A step that swallowed what ended its transaction must not have the next one begin. */
    private void requireAlive(BoundStoreTransaction store) {
        store.doomed().ifPresent(why -> {
            throw aborted(String.valueOf(why.getMessage()), why);
        });
    }

    private void requireNone(String what, List<String> found) {
        if (!found.isEmpty()) {
            throw aborted(what + ": " + String.join("; ", found));
        }
    }

    private CutoverAbortedException aborted(String why) {
        return new CutoverAbortedException(failedBecause(why, Optional.empty()));
    }

    private CutoverAbortedException aborted(String why, Exception cause) {
        return new CutoverAbortedException(failedBecause(why, Optional.of(cause)));
    }
}
