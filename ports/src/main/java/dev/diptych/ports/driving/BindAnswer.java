package dev.diptych.ports.driving;

import java.util.function.Function;

/** What became of an event that is to be part of a transaction which the caller begins and ends. */
public sealed interface BindAnswer {
    <R> R fold(Function<Bound, R> bound, Function<NotBound, R> notBound);

    /** It is durable in the log. */
    record Bound(BoundEvent event) implements BindAnswer {
        @Override
        public <R> R fold(Function<Bound, R> bound, Function<NotBound, R> notBound) {
            return bound.apply(this);
        }
    }

    /**
     * It is not, and the writer is free again.
     *
     * @param why what an ordinary append would have answered
     */
    record NotBound(AppendAnswer why) implements BindAnswer {
        @Override
        public <R> R fold(Function<Bound, R> bound, Function<NotBound, R> notBound) {
            return notBound.apply(this);
        }
    }
}
