package dev.diptych.ports.driving;

import dev.diptych.domain.event.EventId;
import java.util.function.Function;

/** Proves that one event is in a ledger, to somebody who has neither copy. */
@FunctionalInterface
public interface ProveEvent {
    /**
     * @param id the event's id
     * @param checkpoint a checkpoint of this ledger whose size is the event's sequence or more
     * @throws dev.diptych.ports.driven.PortException if a copy cannot be read
     */
    Answer prove(EventId id, NamedCheckpoint checkpoint, Progress progress);

    /** How it ended. */
    sealed interface Answer {
        <R> R fold(Function<Proved, R> proved, Function<NotProved, R> notProved);
    }

    /**
     * @param text the proof, as https://c2sp.org/tlog-proof spells it, with the event's line as its extra data
     */
    record Proved(String text) implements Answer {
        @Override
        public <R> R fold(Function<Proved, R> proved, Function<NotProved, R> notProved) {
            return proved.apply(this);
        }
    }

    /** There is no such event, it came after the checkpoint, or the log does not extend the checkpoint. */
    record NotProved(String message) implements Answer {
        @Override
        public <R> R fold(Function<Proved, R> proved, Function<NotProved, R> notProved) {
            return notProved.apply(this);
        }
    }
}
