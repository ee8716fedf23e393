package dev.diptych.application.verify;

import dev.diptych.application.checkpoint.GivenCheckpoints;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.ChainWalk;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.chain.TailWitness;
import dev.diptych.domain.chain.WalkEnd;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.UnmatchedSpool;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One walk over both copies, each read once. The log is judged line by line and compared with the rows on the way; lines
 * that may lie in a torn tail are kept back from the comparison until it is known whether they are events.
 */
final class Verification {
    private static final int EVENTS_PER_REPORT = 4_096;

    private final Copies copies;
    private final Beginning beginning;
    private final Progress progress;
    private final FindingsKept findings;
    private final Witnesses witnesses;
    private final ChainWalk chain;
    private final HeldLines held = new HeldLines();
    private final Optional<Comparison> comparison;
    private final boolean isHeldByCaller;
    private long lines;
    private boolean knowsAnnouncements;
    private Optional<LedgerId> ledgerBefore = Optional.empty();

    private Verification(
            Copies copies,
            Beginning beginning,
            VerifyRequest request,
            FindingsKept findings,
            Witnesses witnesses,
            Optional<Comparison> comparison,
            boolean isHeldByCaller) {
        this.copies = copies;
        this.beginning = beginning;
        this.progress = request.progress();
        this.findings = findings;
        this.witnesses = witnesses;
        this.comparison = comparison;
        this.isHeldByCaller = isHeldByCaller;
        this.chain = beginning
                .known()
                .map(known -> ChainWalk.after(known, findings::ofLog))
                .orElseGet(() -> ChainWalk.fromStart(findings::ofLog));
    }

    /** Walks, and answers with what was found. */
    static Walked run(
            Copies copies,
            Beginning beginning,
            VerifyRequest request,
            LineDecoder decoder,
            UnmatchedSpool.Provider spools,
            GivenCheckpoints against,
            boolean isHeldByCaller) {
        Witnesses witnesses = new Witnesses(
                against, copies.store().isPresent() && copies.unknownStore().isEmpty());
        FindingsKept findings = new FindingsKept(request.findings());
        if (copies.unknownStore().isPresent()) {
            Verification logOnly =
                    new Verification(copies, beginning, request, findings, witnesses, Optional.empty(), isHeldByCaller);
            return logOnly.walk();
        }
        try (Comparison comparison =
                new Comparison(copies, beginning, decoder, spools, witnesses, findings::ofParity)) {
            return new Verification(
                            copies, beginning, request, findings, witnesses, Optional.of(comparison), isHeldByCaller)
                    .walk();
        }
    }

    /**
     * What a walk came to.
     *
     * @param end how the log ends
     * @param chain the walk over the log, ended
     * @param compared what comparing came to; empty where the store could not be read
     * @param findings what was found
     * @param witnesses what both copies are to the checkpoints given
     * @param logLedger the log's identity
     * @param isHeld whether a writer other than the caller holds the ledger
     */
    record Walked(
            WalkEnd end,
            ChainWalk chain,
            Optional<Comparison.Outcome> compared,
            FindingsKept findings,
            Witnesses witnesses,
            Optional<LedgerId> logLedger,
            boolean isHeld) {
        /** The torn tail, whether or not something else makes the log damaged. */
        Optional<WalkEnd.Torn> tail() {
            return tailOf(end);
        }
    }

    private Walked walk() {
        long expected = eventsExpected();
        try (LogPart part = beginning.open(copies.log())) {
            while (!chain.isStopped() && part.advance()) {
                take(part.item());
                if (lines > 0 && lines % EVENTS_PER_REPORT == 0) {
                    progress.reached(lines, expected);
                }
            }
        }
        WalkEnd end = chain.finish(witness());
        Optional<WalkEnd.Torn> tail = tailOf(end);
        if (tail.isEmpty()) {
            release();
        }
        boolean isHeld = !isHeldByCaller && copies.isHeld();
        if (!isHeld) {
            tail.ifPresent(torn -> findings.ofLog(torn.finding()));
        }
        copies.unknownStore().ifPresent(findings::ofUnknownStore);
        Optional<LedgerId> logLedger = logLedger();
        Optional<Comparison.Outcome> compared = comparison.map(both -> both.finish(unknownFrom(end), isHeld));
        witnesses.finish(tail.isPresent());
        progress.reached(lines, Math.max(lines, expected));
        return new Walked(end, chain, compared, findings, witnesses, logLedger, isHeld);
    }

    private void take(LogScan.Item item) {
        if (item instanceof LogScan.SegmentBegins segment) {
            chain.beginSegment(segment.name(), segment.firstSequence());
        } else if (item instanceof LogScan.ForeignName foreign) {
            chain.foreignName(foreign.name());
        } else if (item instanceof LogScan.LineRead line) {
            takeLine(line);
        }
    }

    private void takeLine(LogScan.LineRead line) {
        lines++;
        if (line.verdict() instanceof LineVerdict.OtherVersion && beginning.skipped() > 0 && !knowsAnnouncements) {
            learnAnnouncements();
        }
        chain.line(line.place(), line.length(), line.bytes(), line.verdict());
        witnesses.line(line, chain.isInTail());
        if (comparison.isEmpty()) {
            return;
        }
        if (chain.isInTail()) {
            if (line.verdict().firstPart().isPresent()) {
                held.hold(lines, line);
            }
            return;
        }
        release();
        if (!chain.isStopped()) {
            comparison.get().line(lines, line);
        }
    }

    /** What was announced before the beginning matters only once a line of another version is met. */
    private void learnAnnouncements() {
        knowsAnnouncements = true;
        EarlierAnnouncements.through(
                        beginning.skipped(),
                        copies.store().orElseThrow(),
                        copies.log().orElseThrow())
                .forEach(chain::announcedBy);
    }

    private void release() {
        comparison.ifPresent(both -> held.releaseTo(new HeldLines.Taker() {
            @Override
            public void take(long number, LogScan.LineRead line) {
                both.line(number, line);
            }

            @Override
            public void takeAgain(long fromNumber, long throughNumber) {
                readAgain(both, fromNumber, throughNumber);
            }
        }));
    }

    private void readAgain(Comparison both, long fromNumber, long throughNumber) {
        long number = 0;
        try (LogPart part = beginning.open(copies.log())) {
            while (number < throughNumber && part.advance()) {
                if (part.item() instanceof LogScan.LineRead line) {
                    number++;
                    if (number >= fromNumber) {
                        both.line(number, line);
                    }
                }
            }
        }
    }

    /** The rules of a torn tail that are not about the log: the store, and how the last writer left the ledger. */
    private TailWitness witness() {
        Optional<ChainHead> cleanAt = copies.left().cleanAt();
        OptionalLong cleanSequence =
                cleanAt.isPresent() ? OptionalLong.of(cleanAt.get().sequence().value()) : OptionalLong.empty();
        return new TailWitness(storeVouches(), copies.frozenHead(), cleanSequence);
    }

    private boolean storeVouches() {
        if (copies.store().isEmpty()) {
            return false;
        }
        boolean isUnborn = copies.storeLedger().isEmpty();
        if (chain.wholeHead().isEmpty()) {
            return isUnborn;
        }
        return isUnborn ? copies.frozenHead() == 0 : copies.storeLedger().equals(logLedger());
    }

    private Optional<LedgerId> logLedger() {
        if (beginning.skipped() == 0) {
            return chain.ledgerId();
        }
        if (ledgerBefore.isEmpty()) {
            LogReader log = copies.log().orElseThrow();
            ledgerBefore = log.find(Sequence.FIRST)
                    .map(first -> new LedgerId(first.previousHash()))
                    .or(log::ledgerId);
        }
        return ledgerBefore;
    }

    /** About how many there are; a quick verification does not look for the log's end only to tell that. */
    private long eventsExpected() {
        if (beginning.level() == ParityLevel.QUICK) {
            return copies.frozenHead() - beginning.skipped();
        }
        long log = copies.log()
                .flatMap(LogReader::head)
                .map(head -> head.sequence().value())
                .orElse(0L);
        return Math.max(log, copies.frozenHead()) - beginning.skipped();
    }

    private static OptionalLong unknownFrom(WalkEnd end) {
        return end instanceof WalkEnd.UnknownVersion unknown
                ? OptionalLong.of(unknown.sequence())
                : OptionalLong.empty();
    }

    private static Optional<WalkEnd.Torn> tailOf(WalkEnd end) {
        return end.fold(
                whole -> Optional.empty(), Optional::of, WalkEnd.Damaged::tail, unknownVersion -> Optional.empty());
    }
}
