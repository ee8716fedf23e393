package dev.diptych.application.audit;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * Where an audit begins to read, and which share of what lies before it reads again.
 *
 * @param known the event behind which the log is read to its end, the last of a whole batch; empty to read all of it
 * @param keyEvents what was said of keys before
 * @param again the stretches before it that are read again
 * @param rereadNext where the next rolling audit begins to read again
 * @param notes what is done otherwise than asked
 */
record AuditBeginning(
        Optional<ChainHead> known,
        EarlierKeyEvents keyEvents,
        List<Stretch> again,
        Sequence rereadNext,
        List<String> notes) {

    /**
     * Whole batches of the old part.
     *
     * @param known the event right before; empty for the first stretch of the log
     * @param through the sequence of the last event
     */
    record Stretch(Optional<ChainHead> known, long through) {
        long before() {
            return known.map(head -> head.sequence().value()).orElse(0L);
        }
    }

    static AuditBeginning atStart(List<String> notes) {
        return new AuditBeginning(Optional.empty(), EarlierKeyEvents.none(), List.of(), Sequence.FIRST, notes);
    }

    /** How many events lie before. */
    long before() {
        return known.map(head -> head.sequence().value()).orElse(0L);
    }

    /** How many events of those are read again. */
    long readAgain() {
        return again.stream()
                .mapToLong(stretch -> stretch.through() - stretch.before())
                .sum();
    }
}
