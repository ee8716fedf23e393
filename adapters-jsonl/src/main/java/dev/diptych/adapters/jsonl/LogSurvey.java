package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.ChainWalk;
import dev.diptych.domain.chain.LastBatch;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.TailWitness;
import dev.diptych.domain.chain.WalkEnd;
import dev.diptych.domain.event.PayloadSyntax;
import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogRefusal;
import dev.diptych.ports.driven.LogScan.LineRead;
import dev.diptych.ports.driven.LogScan.SegmentBegins;
import dev.diptych.ports.driven.StoreMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what an opening has to read, and judges it. Writes nothing.
 *
 * <p>It begins at the batch of the newest event that the store has followed the log to, and reads from there to the end. The
 * stored position is where it looks first; if that is not the end of the right line, the line is searched for by its
 * sequence; and if it cannot be found, or no store is there, everything is read. So a wrong position costs time and
 * never truth.
 *
 * <p>The store's word is taken twice: its event at that place and its newest event must be the log's own (else the two have
 * forked), and nothing that it holds may lie behind the log's last whole batch.
 */
final class LogSurvey {
    private static final int FINDINGS_MAX = 1_000;

    private final LogDirectory directory;
    private final PayloadSyntax payloads;
    private final Refusals refusals;
    private final StoreMemory memory;
    private final OptionalLong closedAt;
    private final TornTail tornTail;

    LogSurvey(
            LogDirectory directory,
            PayloadSyntax payloads,
            StoreMemory memory,
            Optional<WriterRecord.Closed> closed,
            TornTail tornTail) {
        this.directory = directory;
        this.payloads = payloads;
        this.refusals = new Refusals(directory);
        this.memory = memory;
        this.closedAt = closed.map(at -> OptionalLong.of(at.sequence())).orElseGet(OptionalLong::empty);
        this.tornTail = tornTail;
    }

    /** What a survey comes to: either is empty. */
    record Surveyed(Optional<LogRefusal> refusal, Optional<Sound> sound) {
        static Surveyed refused(LogRefusal reason) {
            return new Surveyed(Optional.of(reason), Optional.empty());
        }
    }

    /**
     * A log that can be taken.
     *
     * @param end where its newest event ends
     * @param lastBatch where its newest batch lies
     * @param ledgerId its identity
     * @param torn what is to be cut
     * @param eventsRead how many lines were read
     */
    record Sound(
            Optional<LogEnd> end,
            Optional<LastBatch> lastBatch,
            Optional<LedgerId> ledgerId,
            Optional<WalkEnd.Torn> torn,
            long eventsRead) {}

    Surveyed survey() throws IOException {
        Optional<LedgerId> first = new FirstLine(directory, new LineDecoder(payloads)).ledgerId();
        if (first.isPresent() && memory.ledgerId().isPresent() && !first.equals(memory.ledgerId())) {
            return Surveyed.refused(
                    refusals.otherLedger(first.get(), memory.ledgerId().get()));
        }
        Optional<ChainHead> followed = memory.position()
                .map(position -> position.event())
                .filter(event -> memory.head().isPresent()
                        && !event.sequence().isAfter(memory.head().get().sequence()))
                .or(memory::head)
                .filter(event -> !event.sequence().isNone());
        if (followed.isEmpty()) {
            return new Walk(Optional.empty(), first).surveyed();
        }
        FollowedLine followedLine = new FollowedLine(directory, new LineDecoder(payloads));
        Optional<SealedEvent> line = followedLine.find(followed.get(), memory);
        if (line.isPresent() && !line.get().hash().equals(followed.get().hash())) {
            return Surveyed.refused(refusals.forked(
                    followed.get().sequence(), line.get().hash(), followed.get().hash()));
        }
        Optional<FollowedLine.Start> start = line.isEmpty() ? Optional.empty() : followedLine.batchOf(line.get());
        Walk walk = new Walk(start, first);
        Surveyed surveyed = walk.surveyed();
        return start.isPresent() && walk.metOtherVersion ? new Walk(Optional.empty(), first).surveyed() : surveyed;
    }

    /** One walk over the lines from a start to the end. */
    private final class Walk {
        private final List<Finding> findings = new ArrayList<>();
        private final ChainWalk chain;
        private final Optional<FollowedLine.Start> start;
        private final Optional<LedgerId> firstLine;
        private boolean metOtherVersion;
        /** Whether a line of the tail, one that has its LF, is unsound: then more is wrong than that the end is missing. */
        private boolean tailHasUnsoundLine;

        private Optional<LogRefusal> fork = Optional.empty();

        Walk(Optional<FollowedLine.Start> start, Optional<LedgerId> firstLine) {
            this.start = start;
            this.firstLine = firstLine;
            this.chain = start.map(FollowedLine.Start::known)
                    .map(known -> ChainWalk.after(known, this::keep))
                    .orElseGet(() -> ChainWalk.fromStart(this::keep));
        }

        Surveyed surveyed() throws IOException {
            try (SegmentScan scan = begin()) {
                while (scan.advance()) {
                    if (scan.item() instanceof SegmentBegins begins) {
                        chain.beginSegment(begins.name(), begins.firstSequence());
                    } else if (scan.item() instanceof LineRead line) {
                        take(line);
                    }
                }
            }
            return judged();
        }

        private SegmentScan begin() {
            LineDecoder decoder = new LineDecoder(payloads);
            return start.map(from -> SegmentScan.from(directory, decoder, from.segment(), from.offset()))
                    .orElseGet(() -> SegmentScan.all(directory, decoder));
        }

        private void keep(Finding finding) {
            if (findings.size() < FINDINGS_MAX) {
                findings.add(finding);
            }
        }

        private void take(LineRead line) {
            chain.line(line.place(), line.length(), line.bytes(), line.verdict());
            metOtherVersion |= line.verdict() instanceof LineVerdict.OtherVersion;
            if (line.verdict() instanceof LineVerdict.WellFormed sound) {
                compareWithStore(sound.event());
            } else if (line.bytes().length > 0 && line.bytes()[line.bytes().length - 1] == '\n') {
                tailHasUnsoundLine = true;
            }
            tailHasUnsoundLine &= chain.isInTail();
        }

        private void compareWithStore(SealedEvent event) {
            if (memory.head().isPresent()
                    && event.sequenceValue() == memory.head().get().sequence().value()
                    && !event.hash().equals(memory.head().get().hash())) {
                fork = Optional.of(refusals.forked(
                        event.sequence(), event.hash(), memory.head().get().hash()));
            }
        }

        private Surveyed judged() {
            Optional<ChainHead> head = chain.wholeHead();
            long last = head.map(newest -> newest.sequence().value()).orElse(0L);
            long storeLast =
                    memory.head().map(newest -> newest.sequence().value()).orElse(0L);
            if (storeLast > last && chain.isInTail() && !tailHasUnsoundLine) {
                return Surveyed.refused(refusals.behindStore(head, memory.head().get()));
            }
            boolean bornWithoutLog = last == 0 && memory.ledgerId().isPresent();
            // Without a store the shape of the tail is judged alone; whether it may be cut then is a question of its
            // own.
            TailWitness witness = new TailWitness(!bornWithoutLog, storeLast, closedAt);
            return chain.finish(witness)
                    .fold(
                            whole -> sound(Optional.empty()),
                            torn -> memory.present() || tornTail == TornTail.CUT_ON_REQUEST
                                    ? sound(Optional.of(torn))
                                    : Surveyed.refused(refusals.unvouched(torn)),
                            damaged -> Surveyed.refused(refusals.damaged(List.copyOf(findings), damaged.findings())),
                            version -> Surveyed.refused(refusals.unknownVersion(version)));
        }

        private Surveyed sound(Optional<WalkEnd.Torn> torn) {
            Optional<ChainHead> head = chain.wholeHead();
            if (fork.isPresent()) {
                return Surveyed.refused(fork.get());
            }
            if (memory.head().isPresent()
                    && (head.isEmpty()
                            || memory.head().get().sequence().isAfter(head.get().sequence()))) {
                return Surveyed.refused(refusals.behindStore(head, memory.head().get()));
            }
            if (chain.firstUnknownOwn().isPresent()) {
                return Surveyed.refused(
                        refusals.unknownOwnEvent(chain.firstUnknownOwn().getAsLong()));
            }
            Optional<LogEnd> end = head.flatMap(newest -> chain.lastBatch()
                    .map(batch -> new LogEnd(
                            newest, Segment.named(batch.begins().segment()).orElseThrow(), batch.endOffset())));
            Optional<LedgerId> ledger = head.isEmpty() ? Optional.empty() : firstLine.or(memory::ledgerId);
            return new Surveyed(
                    Optional.empty(), Optional.of(new Sound(end, chain.lastBatch(), ledger, torn, chain.lines())));
        }
    }
}
