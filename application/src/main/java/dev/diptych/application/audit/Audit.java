package dev.diptych.application.audit;

import dev.diptych.application.audit.AuditBeginning.Stretch;
import dev.diptych.application.checkpoint.CheckpointWitness;
import dev.diptych.application.checkpoint.GivenCheckpoints;
import dev.diptych.application.verify.Copies;
import dev.diptych.application.verify.Transactions;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.ChainWalk;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.chain.TailWitness;
import dev.diptych.domain.chain.WalkEnd;
import dev.diptych.domain.keys.KeyHistory;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driving.AuditRequest;
import java.util.Optional;
import java.util.OptionalLong;

/** One audit of copies that are open: first the stretches that are read again, then the log from its beginning to its end. */
final class Audit {
    private static final int EVENTS_PER_REPORT = 4_096;

    private final Copies copies;
    private final AuditRequest request;
    private final AuditBeginning beginning;
    private final Optional<TrustedKeys> trusted;
    private final SignatureVerifier verifier;
    private final GivenCheckpoints against;
    private final RememberedEnd remembered;
    private final SignatureQueue queue;
    private final long expected;
    private long lines;
    private long signed;
    private boolean leftUnjudged;
    private boolean knowsAllKeyEvents = true;

    Audit(
            Copies copies,
            AuditRequest request,
            AuditBeginning beginning,
            Optional<TrustedKeys> trusted,
            SignatureVerifier verifier,
            GivenCheckpoints against,
            RememberedEnd remembered,
            SignatureQueue queue) {
        this.copies = copies;
        this.request = request;
        this.beginning = beginning;
        this.trusted = trusted;
        this.verifier = verifier;
        this.against = against;
        this.remembered = remembered;
        this.queue = queue;
        this.expected = eventsExpected();
    }

    /**
     * What an audit came to.
     *
     * @param end how the log ends
     * @param chain the walk over it, ended
     * @param compared what the log is to what is remembered of its end
     * @param openRun the run that the log ends with, of which nothing is told
     * @param ledger whose log it is; empty if that is not known
     * @param checkpoints the witness of the log, ended
     * @param signed how many signed events were met
     * @param verified how many signatures were good
     * @param leftUnjudged whether a signature was not judged
     * @param knowsAllKeyEvents whether every event about keys was understood
     * @param isHeld whether a writer holds the ledger
     */
    record Audited(
            WalkEnd end,
            ChainWalk chain,
            RememberedEnd.Standing compared,
            Optional<BoundRun> openRun,
            Optional<LedgerId> ledger,
            CheckpointWitness checkpoints,
            long signed,
            long verified,
            boolean leftUnjudged,
            boolean knowsAllKeyEvents,
            boolean isHeld) {}

    Audited run() {
        beginning.again().forEach(this::readAgain);
        LogExtent extent = LogExtent.behind(beginning.known(), remembered.storeLast());
        CheckpointWitness checkpoints = against.witness();
        SignatureAudit signatures = signatures(beginning.known());
        AuditWalk walk = walk(beginning.known(), signatures, checkpoints, extent, false);
        walk.readThrough(Sequence.VALUE_MAX);
        WalkEnd end = walk.finish(witness(walk.chain()));
        boolean isHeld = copies.isHeld();
        if (!isHeld) {
            AuditWalk.tailOf(end).ifPresent(torn -> queue.pass(torn.finding()));
        }
        Optional<BoundRun> openRun = walk.openRun();
        if (!isHeld) {
            openRun.filter(run -> Transactions.isUndecided(run, remembered.storeLast()))
                    .map(Transactions::undecided)
                    .ifPresent(queue::pass);
        }
        addUp(signatures);
        Optional<LedgerId> ledger = ledger(walk.chain());
        RememberedEnd.Standing compared = endOfLog(end, extent);
        against.findings(ledger, checkpoints, Optional.empty()).forEach(queue::pass);
        long verified = queue.finish();
        request.progress().reached(lines, Math.max(lines, expected));
        return new Audited(
                end,
                walk.chain(),
                compared,
                openRun,
                ledger,
                checkpoints,
                signed,
                verified,
                leftUnjudged,
                knowsAllKeyEvents,
                isHeld);
    }

    private void readAgain(Stretch stretch) {
        SignatureAudit signatures = signatures(stretch.known());
        LogExtent extent = LogExtent.behind(stretch.known(), 0);
        AuditWalk walk = walk(stretch.known(), signatures, against.witness(), extent, true);
        walk.readThrough(stretch.through());
        // What was in whole batches once is no torn tail, whatever it is now.
        walk.finish(TailWitness.NONE);
        addUp(signatures);
    }

    private AuditWalk walk(
            Optional<ChainHead> known,
            SignatureAudit signatures,
            CheckpointWitness checkpoints,
            LogExtent extent,
            boolean isShare) {
        return new AuditWalk(copies, known, signatures, queue, checkpoints, extent, this::countLine, isShare);
    }

    private SignatureAudit signatures(Optional<ChainHead> known) {
        Optional<LedgerId> ledger = known.isPresent() ? ledgerInCopies() : Optional.empty();
        Sequence next = known.map(ChainHead::sequence).orElse(Sequence.NONE).next();
        KeyHistory history = beginning.keyEvents().historyBefore(next, trusted, ledger, verifier);
        return new SignatureAudit(history, ledger, request.signedFrom(), queue);
    }

    private void addUp(SignatureAudit signatures) {
        signed += signatures.signed();
        leftUnjudged |= signatures.leftUnjudged();
        knowsAllKeyEvents &= signatures.knowsAllKeyEvents();
    }

    private void countLine() {
        lines++;
        if (lines % EVENTS_PER_REPORT == 0) {
            request.progress().reached(lines, expected);
        }
    }

    /** Nothing is known of the end behind a line of a version that is not known. */
    private RememberedEnd.Standing endOfLog(WalkEnd end, LogExtent extent) {
        if (end instanceof WalkEnd.UnknownVersion) {
            return RememberedEnd.Standing.NOT_COMPARED;
        }
        RememberedEnd.Compared compared = remembered.compare(extent);
        compared.finding().ifPresent(queue::pass);
        return compared.standing();
    }

    /** The rules of a torn tail that are not about the log: the store, and how the last writer left the ledger. */
    private TailWitness witness(ChainWalk chain) {
        OptionalLong clean =
                remembered.cleanLast() > 0 ? OptionalLong.of(remembered.cleanLast()) : OptionalLong.empty();
        return new TailWitness(storeVouches(chain), copies.frozenHead(), clean);
    }

    private boolean storeVouches(ChainWalk chain) {
        if (copies.store().isEmpty()) {
            return false;
        }
        boolean isUnborn = copies.storeLedger().isEmpty();
        if (chain.wholeHead().isEmpty()) {
            return isUnborn;
        }
        return isUnborn ? copies.frozenHead() == 0 : copies.storeLedger().equals(ledger(chain));
    }

    private Optional<LedgerId> ledger(ChainWalk chain) {
        return beginning.known().isPresent()
                ? ledgerInCopies()
                : chain.ledgerId().or(copies::storeLedger);
    }

    /** Of a log whose first event is not read now. */
    private Optional<LedgerId> ledgerInCopies() {
        LogReader log = copies.log().orElseThrow();
        return log.find(Sequence.FIRST)
                .map(first -> new LedgerId(first.previousHash()))
                .or(copies::storeLedger);
    }

    private long eventsExpected() {
        long log = copies.log()
                .flatMap(LogReader::head)
                .map(head -> head.sequence().value())
                .orElse(0L);
        return Math.max(0, Math.max(log, copies.frozenHead()) - beginning.before()) + beginning.readAgain();
    }
}
