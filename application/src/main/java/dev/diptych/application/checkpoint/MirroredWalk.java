package dev.diptych.application.checkpoint;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.ChainWalk;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.chain.TailWitness;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.merkle.MerkleFrontier;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driven.TreeMemory.Grown;
import dev.diptych.ports.driving.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks both copies side by side to the end of the mirrored events and grows the tree on the way. Every line is decoded, its
 * hashes computed anew and its link judged; every row must be its line byte for byte. So the tree is that of both copies, and
 * the first thing that is wrong ends the walk.
 */
final class MirroredWalk {
    private static final int EVENTS_PER_REPORT = 4_096;

    private final MirroredEvents events;
    private final Sequence from;
    private final long end;
    private final Optional<PreviousCheckpoint> toExtend;
    private final Progress progress;
    private final List<Finding> findings = new ArrayList<>();
    private final ChainWalk chain;
    private final MerkleFrontier tree;
    private Optional<Grown> grown = Optional.empty();

    private MirroredWalk(
            MirroredEvents events,
            Optional<Grown> known,
            long end,
            Optional<PreviousCheckpoint> toExtend,
            Progress progress) {
        this.events = events;
        this.from = known.map(tree -> tree.head().sequence()).orElse(Sequence.NONE);
        this.end = end;
        this.toExtend = toExtend;
        this.progress = progress;
        this.grown = known;
        this.tree = known.map(Grown::whole).orElseGet(MerkleFrontier::empty);
        this.chain = known.map(tree -> ChainWalk.after(tree.head(), findings::add))
                .orElseGet(() -> ChainWalk.fromStart(findings::add));
    }

    /** From the first event, which must be the first of what the checkpoint before speaks of. */
    static MirroredWalk fromStart(
            MirroredEvents events, long end, Optional<PreviousCheckpoint> toExtend, Progress progress) {
        return new MirroredWalk(events, Optional.empty(), end, toExtend, progress);
    }

    /** Behind an event that is known to be in both copies and the newest of the tree. */
    static MirroredWalk behind(Grown known, MirroredEvents events, long end, Progress progress) {
        return new MirroredWalk(events, Optional.of(known), end, Optional.empty(), progress);
    }

    /** How many events {@link #run} reads. */
    long eventsToRead() {
        return end - from.value();
    }

    /**
     * The tree through the end.
     *
     * @throws CannotVouchException if anything is wrong on the way
     */
    Grown run() {
        requireExtension();
        try (LogScan lines = events.log().scan(from);
                RowScan rows = events.store().scan(from, Sequence.of(end))) {
            while (tree.size() < end && lines.advance()) {
                take(lines.item(), rows);
            }
        }
        progress.reached(tree.size() - from.value(), eventsToRead());
        Optional<ChainHead> head = grown.map(Grown::head);
        if (tree.size() < end || !findings.isEmpty() || !chain.wholeHead().equals(head)) {
            throw brokenLog();
        }
        return grown.orElseThrow();
    }

    private void take(LogScan.Item item, RowScan rows) {
        if (item instanceof LogScan.SegmentBegins segment) {
            chain.beginSegment(segment.name(), segment.firstSequence());
        } else if (item instanceof LogScan.ForeignName foreign) {
            chain.foreignName(foreign.name());
        } else if (item instanceof LogScan.LineRead line) {
            chain.line(line.place(), line.length(), line.bytes(), line.verdict());
            if (line.verdict() instanceof LineVerdict.WellFormed sound
                    && sound.event().sequenceValue() == tree.size() + 1) {
                takeEvent(sound.event(), rows);
            } else {
                throw brokenLog();
            }
        }
    }

    private void takeEvent(SealedEvent event, RowScan rows) {
        requireRow(event, rows);
        if (event.sequenceValue() == end) {
            grown = Optional.of(new Grown(event.asHead(), tree.copy()));
        }
        tree.add(event.hash());
        requireExtension();
        long read = tree.size() - from.value();
        if (read % EVENTS_PER_REPORT == 0) {
            progress.reached(read, eventsToRead());
        }
    }

    private void requireRow(SealedEvent event, RowScan rows) {
        boolean hasRow = rows.advance();
        if (!hasRow || rows.sequence() != event.sequenceValue()) {
            throw new CannotVouchException("no checkpoint was made: the log has " + event + ", and the store has "
                    + (hasRow ? "sequence " + rows.sequence() + " in its place" : "no row for it")
                    + ". Nothing was changed. Next: diptych verify");
        }
        StoredRow row = rows.row();
        if (!row.holds(event)) {
            throw new CannotVouchException("no checkpoint was made: the log has " + event + " with hash " + event.hash()
                    + ", and the store has " + row.id() + " at that sequence with other content"
                    + (row.isVoid() ? " or void" : "")
                    + ". Nothing was changed. Next: diptych verify, which names the fields");
        }
    }

    private void requireExtension() {
        toExtend.filter(previous -> previous.size() == tree.size())
                .ifPresent(previous -> previous.requireRoot(tree.root()));
    }

    private CannotVouchException brokenLog() {
        chain.finish(TailWitness.NONE);
        String what = findings.stream()
                .findFirst()
                .map(Finding::toString)
                .orElseGet(() ->
                        "the log ends at sequence " + tree.size() + ", and the store has its events through " + end);
        return new CannotVouchException("no checkpoint was made: " + what
                + ". Nothing was changed. Next: diptych verify, which lists all findings");
    }
}
