package dev.diptych.contracts.twins;

import dev.diptych.domain.chain.BatchRange;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.ports.driven.StoreMemory;
import java.util.Optional;

/**
 * Walks from one line to the end of a log and finds how far whole valid batches reach.
 *
 * <p>A line continues the walk if and only if it is well-formed, has the next sequence, links to the event before (the
 * first event of all may link to anything), and either goes on with the batch before or, where that is complete, begins
 * one of its own.
 */
final class TwinLogWalk {
    private final TwinLogImage image;
    private Optional<SealedEvent> last;
    private Optional<SealedEvent> lastWhole = Optional.empty();
    private int wholeLines;
    private int line;
    private long eventsRead;
    private boolean brokenOff;
    private Optional<ChainHead> otherThanStore = Optional.empty();

    private TwinLogWalk(TwinLogImage image, int from, Optional<SealedEvent> before) {
        this.image = image;
        this.line = from;
        this.last = before;
    }

    /** Walks the lines behind {@code before}, which is the line before {@code from}, or all of them. */
    static TwinLogWalk run(TwinLogImage image, int from, Optional<SealedEvent> before, StoreMemory memory) {
        TwinLogWalk walk = new TwinLogWalk(image, from, before);
        walk.startAt(from);
        while (walk.line < image.lines() && walk.step(memory)) {
            walk.line++;
        }
        walk.brokenOff = walk.line < image.lines() && image.endsWithLf(walk.line);
        return walk;
    }

    /** Where the walk begins inside a batch, that batch is whole only once its end was seen. */
    private void startAt(int from) {
        wholeLines = from;
        lastWhole = last;
        if (last.isPresent() && !isComplete(last.get())) {
            int first = from
                    - (int) (last.get().sequenceValue() - last.get().batch().first())
                    - 1;
            wholeLines = Math.max(0, first);
            lastWhole = first > 0 ? image.event(first - 1) : Optional.empty();
        }
    }

    private boolean step(StoreMemory memory) {
        Optional<SealedEvent> event = image.event(line);
        eventsRead++;
        if (event.isEmpty() || !continues(event.get())) {
            return false;
        }
        last = event;
        ChainHead head = event.get().asHead();
        memory.head()
                .filter(store -> store.sequence().equals(head.sequence())
                        && !store.hash().equals(head.hash()))
                .ifPresent(store -> otherThanStore = Optional.of(head));
        if (isComplete(event.get())) {
            wholeLines = line + 1;
            lastWhole = event;
        }
        return true;
    }

    private boolean continues(SealedEvent event) {
        if (last.isEmpty()) {
            return event.sequenceValue() == 1 && event.batch().first() == 1;
        }
        SealedEvent before = last.get();
        BatchRange batch = isComplete(before)
                ? new BatchRange(before.sequenceValue() + 1, event.batch().last())
                : before.batch();
        return event.sequenceValue() == before.sequenceValue() + 1
                && event.linksTo(before.hash())
                && event.batch().equals(batch)
                && batch.contains(event.sequenceValue());
    }

    private static boolean isComplete(SealedEvent event) {
        return event.sequenceValue() == event.batch().last();
    }

    /** The last event of the last whole batch. */
    Optional<SealedEvent> lastWhole() {
        return lastWhole;
    }

    /** The sequence of {@link #lastWhole}, 0 where there is none. */
    long wholeThrough() {
        return lastWhole.map(SealedEvent::sequenceValue).orElse(0L);
    }

    long eventsRead() {
        return eventsRead;
    }

    /** How many lines lie before the end of the last whole batch. */
    int wholeLines() {
        return wholeLines;
    }

    int tailStart() {
        return image.start(wholeLines);
    }

    int tailLength() {
        return image.length() - tailStart();
    }

    /** Whether what follows the last whole batch is the beginning of the next one, and nothing else. */
    boolean isCutShort() {
        return !brokenOff;
    }

    /** An event that has the sequence of the store's newest and another hash. */
    Optional<ChainHead> otherThanStore() {
        return otherThanStore;
    }

    /** Whether a line in the tail says that a later batch than the next one was begun. */
    boolean hasLaterBatch() {
        for (int at = wholeLines; at < image.lines(); at++) {
            boolean later = image.verdict(at)
                    .firstPart()
                    .map(part -> part.batchFirst() > wholeThrough() + 1)
                    .orElse(false);
            if (later) {
                return true;
            }
        }
        return false;
    }

    /** Whether the walk ended at a line of a version that an earlier event announced. */
    boolean endsAtAnnouncedVersion() {
        return line < image.lines()
                && image.verdict(line) instanceof LineVerdict.OtherVersion other
                && isAnnounced(other.version());
    }

    private boolean isAnnounced(long version) {
        for (int at = 0; at < line; at++) {
            Optional<SealedEvent> event = image.event(at);
            if (event.isPresent()
                    && event.get().type().value().equals("diptych.format.v1")
                    && event.get().payload().toString().equals("{\"version\":" + version + "}")) {
                return true;
            }
        }
        return false;
    }

    /** What stopped the walk. */
    Finding finding() {
        int at = Math.min(line, image.lines() - 1);
        LineVerdict verdict = image.verdict(at);
        Finding finding = verdict.fold(
                        sound -> continuesWrongly(sound.event()),
                        payload -> Finding.of(FindingKind.PAYLOAD_HASH)
                                .atSequence(payload.sequence())
                                .expecting(
                                        payload.expected().hex(),
                                        payload.found().hex()),
                        envelope -> Finding.of(FindingKind.EVENT_HASH)
                                .expecting(
                                        envelope.expected().hex(),
                                        envelope.found().hex()),
                        undecodable -> Finding.of(FindingKind.UNDECODABLE)
                                .expecting(undecodable.expected(), "something else at byte " + undecodable.at()),
                        other -> Finding.of(FindingKind.UNDECODABLE)
                                .expecting("version 1", "version " + other.version()))
                .at(image.place(at));
        return verdict.firstPart()
                .map(part -> finding.atSequence(part.sequence()))
                .orElse(finding);
    }

    private Finding continuesWrongly(SealedEvent event) {
        long next = last.map(SealedEvent::sequenceValue).orElse(0L) + 1;
        if (event.sequenceValue() != next && line < image.lines()) {
            return Finding.of(FindingKind.GAP).expecting(Long.toString(next), Long.toString(event.sequenceValue()));
        }
        if (last.isPresent() && !event.linksTo(last.get().hash()) && line < image.lines()) {
            return Finding.of(FindingKind.LINK)
                    .expecting(last.get().hash().hex(), event.previousHash().hex());
        }
        return Finding.of(FindingKind.BATCH)
                .expecting(Long.toString(event.batch().last()), Long.toString(event.sequenceValue()));
    }
}
