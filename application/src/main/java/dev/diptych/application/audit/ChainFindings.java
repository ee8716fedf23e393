package dev.diptych.application.audit;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import dev.diptych.ports.driven.LogScan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the chain's findings between those about signatures, in the order of the log, and calls a gap that goes back what it is:
 * {@code duplicate} if the log has just had that event, {@code forked} if it has just had another one there.
 *
 * <p>The chain tells the findings of a tail all at once, when it is known that they stand. They wait here until their line
 * is dealt with.
 */
final class ChainFindings implements Consumer<Finding> {
    private final Consumer<Finding> out;
    private final RecentLines recent = new RecentLines();
    private final Deque<Finding> waiting = new ArrayDeque<>();

    ChainFindings(Consumer<Finding> out) {
        this.out = out;
    }

    @Override
    public void accept(Finding finding) {
        waiting.add(finding);
    }

    /** This line is dealt with next: passes on what lies before it and what is about it. */
    void passThrough(LogScan.LineRead line, Optional<PlacedLine> placed) {
        while (!waiting.isEmpty() && !isBehind(waiting.getFirst(), line.place())) {
            Finding finding = waiting.removeFirst();
            boolean isHere = finding.place().filter(line.place()::equals).isPresent();
            out.accept(isHere && placed.isPresent() ? refined(finding, placed.get()) : finding);
        }
        placed.ifPresent(known -> recent.add(known.sequence(), known.hash()));
    }

    void passAll() {
        while (!waiting.isEmpty()) {
            out.accept(waiting.removeFirst());
        }
    }

    private Finding refined(Finding finding, PlacedLine line) {
        boolean goesBack = finding.kind() == FindingKind.GAP
                && line.sequence() < Long.parseLong(finding.expected().orElseThrow());
        Optional<EventHash> before = goesBack ? recent.hashAt(line.sequence()) : Optional.empty();
        return before.map(hash -> hash.equals(line.hash())
                        ? again(finding, FindingKind.DUPLICATE)
                        : again(finding, FindingKind.FORKED)
                                .expecting(hash.hex(), line.hash().hex()))
                .orElse(finding);
    }

    private static Finding again(Finding gap, FindingKind kind) {
        return new Finding(
                kind,
                gap.sequence(),
                gap.id(),
                gap.fields(),
                gap.place(),
                gap.expected(),
                gap.found(),
                gap.hashes(),
                gap.bytes());
    }

    /** Segments sort by their names. A finding about a name is passed on where it was made. */
    private static boolean isBehind(Finding finding, Place line) {
        if (finding.kind() == FindingKind.SEGMENT_NAME || finding.place().isEmpty()) {
            return false;
        }
        Place place = finding.place().get();
        int segments = place.segment().compareTo(line.segment());
        return segments > 0 || segments == 0 && place.offset() > line.offset();
    }
}
