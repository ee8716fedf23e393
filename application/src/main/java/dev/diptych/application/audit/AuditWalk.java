package dev.diptych.application.audit;

import dev.diptych.application.checkpoint.CheckpointWitness;
import dev.diptych.application.verify.Copies;
import dev.diptych.application.verify.EarlierAnnouncements;
import dev.diptych.application.verify.HeldLines;
import dev.diptych.application.verify.LogPart;
import dev.diptych.application.verify.Transactions;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.ChainWalk;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.TailWitness;
import dev.diptych.domain.chain.WalkEnd;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.RunReading;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.LogUnavailableException;
import java.util.Optional;

/**
 * One walk over a part of the log, each line read once: its chain is judged as any verification judges it, and its signatures
 * behind that. Lines that may lie in a torn tail are kept back from everything but the chain until it is known whether they
 * are events.
 */
final class AuditWalk {
    /** An audit does not look at rows. */
    private static final RunReading.Told NOBODY = new RunReading.Told() {
        @Override
        public void decided(TransactionOutcome outcome) {}

        @Override
        public void givenUp() {}
    };

    private final Copies copies;
    private final Optional<ChainHead> known;
    private final SignatureAudit signatures;
    private final CheckpointWitness checkpoints;
    private final LogExtent extent;
    private final Runnable eachLine;
    private final ChainFindings findings;
    private final ChainWalk chain;
    private final HeldLines held = new HeldLines();
    private final RunReading runs;
    private final SignatureQueue queue;
    private long lines;
    private long lastFed;
    private boolean knowsAnnouncements;
    private boolean knowsLedger;

    /**
     * @param known the event behind which it begins; empty for the start
     * @param queue takes the findings, in the order of the log
     * @param eachLine is run for each line
     * @param isShare whether it reads a share of what lies before the mark again, which may begin and end inside a run
     */
    AuditWalk(
            Copies copies,
            Optional<ChainHead> known,
            SignatureAudit signatures,
            SignatureQueue queue,
            CheckpointWitness checkpoints,
            LogExtent extent,
            Runnable eachLine,
            boolean isShare) {
        this.copies = copies;
        this.known = known;
        this.signatures = signatures;
        this.checkpoints = checkpoints;
        this.extent = extent;
        this.eachLine = eachLine;
        this.findings = new ChainFindings(queue::pass);
        this.chain = known.map(head -> ChainWalk.after(head, findings)).orElseGet(() -> ChainWalk.fromStart(findings));
        this.queue = queue;
        this.runs = runs(known, isShare);
        this.lastFed = before();
        this.knowsLedger = known.isPresent();
    }

    /** Reads to the end of the log, or to the line of the last sequence wanted. */
    void readThrough(long last) {
        try (LogPart part = open()) {
            while (!chain.isStopped() && lastFed < last && part.advance()) {
                take(part.item());
            }
        }
    }

    /** Ends the walk and passes on what was kept back, unless it is a torn tail. */
    WalkEnd finish(TailWitness witness) {
        WalkEnd end = chain.finish(witness);
        boolean hasTail = tailOf(end).isPresent();
        if (!hasTail) {
            release();
        }
        checkpoints.finish(hasTail);
        findings.passAll();
        return end;
    }

    /** The run that the log, as far as it was read, leaves without an outcome; not known behind an unknown version. */
    Optional<BoundRun> openRun() {
        return chain.isStopped() ? Optional.empty() : runs.open();
    }

    ChainWalk chain() {
        return chain;
    }

    /** A torn tail, whether or not something else makes the log damaged. */
    static Optional<WalkEnd.Torn> tailOf(WalkEnd end) {
        return end.fold(
                whole -> Optional.empty(), Optional::of, WalkEnd.Damaged::tail, unknownVersion -> Optional.empty());
    }

    private void take(LogScan.Item item) {
        if (item instanceof LogScan.SegmentBegins segment) {
            chain.beginSegment(segment.name(), segment.firstSequence());
        } else if (item instanceof LogScan.ForeignName foreign) {
            chain.foreignName(foreign.name());
        } else if (item instanceof LogScan.LineRead line) {
            takeLine(line);
            eachLine.run();
        }
    }

    private void takeLine(LogScan.LineRead line) {
        lines++;
        lastFed = PlacedLine.of(line.verdict()).map(PlacedLine::sequence).orElse(lastFed + 1);
        if (line.verdict() instanceof LineVerdict.OtherVersion && known.isPresent() && !knowsAnnouncements) {
            learnAnnouncements();
        }
        chain.line(line.place(), line.length(), line.bytes(), line.verdict());
        checkpoints.line(line.verdict(), chain.isInTail());
        if (chain.isInTail()) {
            held.hold(lines, line);
            return;
        }
        release();
        if (!chain.isStopped()) {
            deal(line);
        }
    }

    /** A line of the log, in its turn. */
    private void deal(LogScan.LineRead line) {
        Optional<PlacedLine> placed = PlacedLine.of(line.verdict());
        findings.passThrough(line, placed);
        extent.line(placed);
        learnLedger();
        if (line.verdict() instanceof LineVerdict.WellFormed sound) {
            signatures.event(line.place(), sound.event());
            runs.sound(sound.event())
                    .map(malformed ->
                            Transactions.malformed(malformed, sound.event().id().value(), line.place()))
                    .ifPresent(queue::pass);
        } else {
            runs.unsound();
        }
    }

    /** The first line has the ledger's id; where it is lost, the store may know it. */
    private void learnLedger() {
        if (!knowsLedger) {
            knowsLedger = true;
            Optional<LedgerId> id = chain.ledgerId().or(copies::storeLedger);
            id.ifPresent(signatures::ofLedger);
        }
    }

    /** What was announced before the beginning matters only once a line of another version is met. */
    private void learnAnnouncements() {
        knowsAnnouncements = true;
        EarlierAnnouncements.through(
                        before(), copies.store().orElseThrow(), copies.log().orElseThrow())
                .forEach(chain::announcedBy);
    }

    private void release() {
        held.releaseTo(new HeldLines.Taker() {
            @Override
            public void take(long number, LogScan.LineRead line) {
                deal(line);
            }

            @Override
            public void takeAgain(long fromNumber, long throughNumber) {
                readAgain(fromNumber, throughNumber);
            }
        });
    }

    private void readAgain(long fromNumber, long throughNumber) {
        long number = 0;
        try (LogPart part = open()) {
            while (number < throughNumber && part.advance()) {
                if (part.item() instanceof LogScan.LineRead line) {
                    number++;
                    if (number >= fromNumber) {
                        deal(line);
                    }
                }
            }
        }
    }

    private LogPart open() {
        if (known.isEmpty()) {
            return LogPart.whole(copies.log());
        }
        return LogPart.behind(copies.log().orElseThrow(), before())
                .orElseThrow(() -> new LogUnavailableException("the line of sequence " + before()
                        + " was in the log and cannot be found any more: the log was replaced while it was being read."
                        + " Nothing was changed. Next: audit again"));
    }

    private static RunReading runs(Optional<ChainHead> known, boolean isShare) {
        if (known.isEmpty()) {
            return RunReading.fromStart(NOBODY);
        }
        long before = known.get().sequence().value();
        return isShare ? RunReading.amid(before, NOBODY) : RunReading.behind(before, NOBODY);
    }

    private long before() {
        return known.map(head -> head.sequence().value()).orElse(0L);
    }
}
