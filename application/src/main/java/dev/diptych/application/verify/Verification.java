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
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.RunReading;
import dev.diptych.domain.transaction.RunVerdict;
import dev.diptych.domain.transaction.TransactionOutcome;
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
    private final RunReading runs;
    private final HeldLines held = new HeldLines();
    private final Optional<Comparison> comparison;
    private final boolean isHeldByCaller;
    private long lines;
    private boolean transactionsMalformed;
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
        RunReading.Told told = new RunsTold(comparison);
        this.runs = beginning.skipped() > 0 ? RunReading.behind(beginning.skipped(), told) : RunReading.fromStart(told);
    }

    /** Tells the comparison what becomes of runs. */
    private record RunsTold(Optional<Comparison> comparison) implements RunReading.Told {
        @Override
        public void decided(TransactionOutcome outcome) {
            comparison.ifPresent(both -> both.runDecided(outcome));
        }

        @Override
        public void givenUp() {
            comparison.ifPresent(Comparison::runGivenUp);
        }
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
     * @param transactionsMalformed whether lines that are each sound are wrong together
     * @param undecided how many bound events at the end of the log are undecided; 0 while a writer holds the ledger
     * @param logLedger the log's identity
     * @param isHeld whether a writer other than the caller holds the ledger
     */
    record Walked(
            WalkEnd end,
            ChainWalk chain,
            Optional<Comparison.Outcome> compared,
            FindingsKept findings,
            Witnesses witnesses,
            boolean transactionsMalformed,
            long undecided,
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
        Optional<BoundRun> undecided = undecided();
        if (undecided.isPresent()) {
            comparison.ifPresent(Comparison::runUndecided);
        }
        if (isHeld) {
            undecided = Optional.empty();
        }
        undecided.map(Transactions::undecided).ifPresent(findings::ofTransaction);
        copies.unknownStore().ifPresent(findings::ofUnknownStore);
        Optional<LedgerId> logLedger = logLedger();
        Optional<Comparison.Outcome> compared = comparison.map(both -> both.finish(unknownFrom(end), isHeld));
        witnesses.finish(tail.isPresent());
        progress.reached(lines, Math.max(lines, expected));
        return new Walked(
                end,
                chain,
                compared,
                findings,
                witnesses,
                transactionsMalformed,
                undecided.map(BoundRun::count).orElse(0),
                logLedger,
                isHeld);
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
        if (chain.isInTail()) {
            held.hold(lines, line);
            return;
        }
        release();
        if (!chain.isStopped()) {
            deal(lines, line);
        }
    }

    /** A line of the log, in its turn. */
    private void deal(long number, LogScan.LineRead line) {
        if (line.verdict() instanceof LineVerdict.WellFormed sound) {
            Optional<RunVerdict.Malformed> malformed = runs.sound(sound.event());
            if (malformed.isPresent()) {
                transactionsMalformed = true;
                findings.ofTransaction(Transactions.malformed(
                        malformed.get(), sound.event().id().value(), line.place()));
            }
        } else {
            runs.unsound();
        }
        if (comparison.isPresent()) {
            comparison.get().line(number, line, runs.isInRun());
        }
    }

    /** What the log leaves without an outcome; behind a line of an unknown version nobody knows what it leaves. */
    private Optional<BoundRun> undecided() {
        return chain.isStopped()
                ? Optional.empty()
                : runs.open().filter(run -> Transactions.isUndecided(run, copies.frozenHead()));
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
        held.releaseTo(new HeldLines.Taker() {
            @Override
            public void take(long number, LogScan.LineRead line) {
                deal(number, line);
            }

            @Override
            public void takeAgain(long fromNumber, long throughNumber) {
                readAgain(fromNumber, throughNumber);
            }
        });
    }

    private void readAgain(long fromNumber, long throughNumber) {
        long number = 0;
        try (LogPart part = beginning.open(copies.log())) {
            while (number < throughNumber && part.advance()) {
                if (part.item() instanceof LogScan.LineRead line) {
                    number++;
                    if (number >= fromNumber) {
                        deal(number, line);
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
