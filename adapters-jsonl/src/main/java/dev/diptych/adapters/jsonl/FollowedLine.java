package dev.diptych.adapters.jsonl;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.StoreMemory;
import java.io.IOException;
import java.util.Optional;

/** Finds the line that the store has followed the log to, and the batch that it belongs to. */
final class FollowedLine {
    private final LogDirectory directory;
    private final LineDecoder decoder;
    private final LineLookup lookup;

    FollowedLine(LogDirectory directory, LineDecoder decoder) {
        this.directory = directory;
        this.decoder = decoder;
        this.lookup = new LineLookup(directory);
    }

    /**
     * Where a walk begins: right behind a known event.
     *
     * @param known the last event of the batch before
     * @param segment the segment of the next batch
     * @param offset where that begins
     */
    record Start(ChainHead known, Segment segment, long offset) {}

    /** The sound line with the event's sequence, looked for at the stored position and then everywhere. */
    Optional<SealedEvent> find(ChainHead event, StoreMemory memory) throws IOException {
        long sequence = event.sequence().value();
        Optional<LogEnd.Spot> hint = memory.position().flatMap(position -> LogEnd.read(position.position()));
        if (hint.isPresent() && isThere(hint.get().segment())) {
            Optional<SealedEvent> found =
                    lookup.endingAt(hint.get().segment(), hint.get().offset()).flatMap(line -> sound(line, sequence));
            if (found.isPresent()) {
                return found;
            }
        }
        return lookup.bySequence(sequence).flatMap(line -> sound(line, sequence));
    }

    /** Where the batch of a line begins; empty for the first batch of the ledger, or if its first line is not sound. */
    Optional<Start> batchOf(SealedEvent event) throws IOException {
        if (event.batch().first() == 1) {
            return Optional.empty();
        }
        return lookup.bySequence(event.batch().first())
                .flatMap(line -> sound(line, event.batch().first())
                        .filter(first -> first.batch().equals(event.batch()))
                        .map(first -> new Start(
                                new ChainHead(Sequence.of(event.batch().first() - 1), first.previousHash()),
                                line.segment(),
                                line.offset())));
    }

    private boolean isThere(Segment segment) {
        return directory.list().segments().contains(segment);
    }

    private Optional<SealedEvent> sound(LineLookup.Found found, long sequence) {
        return decoder.decode(found.line(), 0, found.line().length) instanceof LineVerdict.WellFormed sound
                        && sound.event().sequenceValue() == sequence
                ? Optional.of(sound.event())
                : Optional.empty();
    }
}
