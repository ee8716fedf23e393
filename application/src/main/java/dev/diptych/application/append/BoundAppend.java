package dev.diptych.application.append;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driving.AppendAnswer;
import java.util.List;
import java.util.function.Function;

/** What became of a bound event in the log. */
public sealed interface BoundAppend {
    <R> R fold(Function<Durable, R> durable, Function<Refused, R> refused);

    /**
     * It is durable, and undecided.
     *
     * @param batch the record of its broken glass, if there is one, and the event
     */
    record Durable(List<SealedEvent> batch) implements BoundAppend {
        /** The event that was asked for. */
        public SealedEvent event() {
            return batch.get(batch.size() - 1);
        }

        @Override
        public <R> R fold(Function<Durable, R> durable, Function<Refused, R> refused) {
            return durable.apply(this);
        }
    }

    /**
     * It is not.
     *
     * @param why what an ordinary append would have answered
     */
    record Refused(AppendAnswer why) implements BoundAppend {
        @Override
        public <R> R fold(Function<Durable, R> durable, Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }
}
