package dev.diptych.application.audit;

import dev.diptych.application.verify.Copies;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import java.util.Optional;

/**
 * What is remembered of the log's end beside the log: the store's newest row, and the head at the last clean close. Read before
 * the log is.
 *
 * @param storeLast the store's highest sequence; 0 if it has no event, or is not there
 * @param storeHash the event hash of that row, if it is a sound event
 * @param cleanLast the sequence at the last clean close; 0 if none is recorded
 */
record RememberedEnd(long storeLast, Optional<EventHash> storeHash, long cleanLast) {
    /** What the log is to what is remembered of it. */
    enum Standing {
        /** It has the store's newest event. */
        HAS_WHAT_THE_STORE_HAS,
        /** It ends before what is remembered. */
        TRUNCATED,
        /** It has another event in the place of the store's newest. */
        FORKED,
        /** Nothing is remembered, or nothing that could be compared. */
        NOT_COMPARED
    }

    /** What came of comparing, and what there is to say of it. */
    record Compared(Standing standing, Optional<Finding> finding) {
        private static Compared without(Standing standing) {
            return new Compared(standing, Optional.empty());
        }
    }

    static RememberedEnd of(Copies copies, LineDecoder decoder) {
        long last = copies.frozenHead();
        Optional<EventHash> hash = copies.store()
                .filter(store -> last > 0)
                .flatMap(store -> store.row(Sequence.of(last)))
                .map(row -> decoder.decode(row.line(), 0, row.line().length))
                .filter(LineVerdict.WellFormed.class::isInstance)
                .map(LineVerdict.WellFormed.class::cast)
                .map(LineVerdict.WellFormed::event)
                .map(SealedEvent::hash);
        long clean = copies.left()
                .cleanAt()
                .map(ChainHead::sequence)
                .map(Sequence::value)
                .orElse(0L);
        return new RememberedEnd(last, hash, clean);
    }

    /** The end of the log, wherever that is known. */
    Compared compare(LogExtent log) {
        long remembered = Math.max(storeLast, cleanLast);
        if (log.last() < remembered) {
            return new Compared(
                    Standing.TRUNCATED,
                    Optional.of(Finding.of(FindingKind.TRUNCATED)
                            .atSequence(remembered)
                            .expecting(Long.toString(remembered), Long.toString(log.last()))));
        }
        Optional<PlacedLine> line = log.atWatched();
        if (line.isEmpty() || storeHash.isEmpty()) {
            return Compared.without(Standing.NOT_COMPARED);
        }
        if (line.get().hash().equals(storeHash.get())) {
            return Compared.without(Standing.HAS_WHAT_THE_STORE_HAS);
        }
        // A line whose payload was changed is damaged already, and is no other history.
        return line.get().isSound()
                ? new Compared(Standing.FORKED, Optional.of(forked(line.get())))
                : Compared.without(Standing.NOT_COMPARED);
    }

    private Finding forked(PlacedLine line) {
        return Finding.of(FindingKind.FORKED)
                .atSequence(storeLast)
                .expecting(storeHash.orElseThrow().hex(), line.hash().hex());
    }
}
