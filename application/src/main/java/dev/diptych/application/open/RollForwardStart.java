package dev.diptych.application.open;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.RunWalk;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoredPosition;
import java.util.Optional;

/**
 * Where rolling forward begins: behind an event that is not bound, through which the store has followed the log. The stored
 * position is one; where there is none the highest row is walked back from, over the run that it may lie in, since a bound
 * row is there before its outcome is told.
 *
 * @param event the event; empty where the walk begins with the first
 */
record RollForwardStart(Optional<SealedEvent> event) {
    static RollForwardStart of(DurableLog log, QueryStore store) {
        Sequence from = store.position()
                .map(StoredPosition::event)
                .map(at -> at.sequence())
                .orElseGet(store::highestSequence);
        Optional<SealedEvent> event = find(log, from.value());
        while (event.filter(SealedEvent::isBound).isPresent()) {
            event = find(log, event.get().sequenceValue() - 1);
        }
        return new RollForwardStart(event);
    }

    private static Optional<SealedEvent> find(DurableLog log, long sequence) {
        return sequence == 0 ? Optional.empty() : log.find(new Sequence(sequence));
    }

    Sequence sequence() {
        return event.map(SealedEvent::sequence).orElse(Sequence.NONE);
    }

    RunWalk runs() {
        return event.map(RunWalk::after).orElseGet(RunWalk::fromStart);
    }
}
