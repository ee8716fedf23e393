package dev.diptych.domain.transaction;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventType;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What an event of the log is to the transactions in it, {@link RunWalk} says; the newest event's says how the log ends. */
public sealed interface RunVerdict {
    /** The event belongs to no transaction: it happened, and its row is not void. */
    record Outside() implements RunVerdict {
        @Override
        public <T> T fold(
                Supplier<T> outside,
                Function<Undecided, T> undecided,
                Function<Decided, T> decided,
                Function<Malformed, T> malformed,
                Function<UnknownVersion, T> unknownVersion) {
            return outside.get();
        }
    }

    /**
     * The event is bound, and nothing is told of it yet.
     *
     * @param run through this event
     */
    record Undecided(BoundRun run) implements RunVerdict {
        @Override
        public <T> T fold(
                Supplier<T> outside,
                Function<Undecided, T> undecided,
                Function<Decided, T> decided,
                Function<Malformed, T> malformed,
                Function<UnknownVersion, T> unknownVersion) {
            return undecided.apply(this);
        }
    }

    /**
     * The event is an outcome, and fits its run.
     *
     * @param run the whole run
     * @param outcome what became of it
     * @param at the sequence of the outcome
     */
    record Decided(BoundRun run, OutcomeRecord outcome, Sequence at) implements RunVerdict {
        @Override
        public <T> T fold(
                Supplier<T> outside,
                Function<Undecided, T> undecided,
                Function<Decided, T> decided,
                Function<Malformed, T> malformed,
                Function<UnknownVersion, T> unknownVersion) {
            return decided.apply(this);
        }
    }

    /**
     * The event cannot be where it is: damage, or the work of another program. Nothing may be written behind it.
     *
     * @param fault what is wrong
     * @param at the event's sequence
     * @param expected what could be there
     * @param found what is there
     * @param left the run of which nothing will be told any more, because of this; empty if there is none
     */
    record Malformed(RunFault fault, Sequence at, String expected, String found, Optional<BoundRun> left)
            implements RunVerdict {
        @Override
        public <T> T fold(
                Supplier<T> outside,
                Function<Undecided, T> undecided,
                Function<Decided, T> decided,
                Function<Malformed, T> malformed,
                Function<UnknownVersion, T> unknownVersion) {
            return malformed.apply(this);
        }
    }

    /**
     * The event tells of a transaction in a way that this version does not know. Nothing may be written behind it.
     *
     * @param at the event's sequence
     * @param type the event's type
     * @param left the run that it may speak of; empty if there is none
     */
    record UnknownVersion(Sequence at, EventType type, Optional<BoundRun> left) implements RunVerdict {
        @Override
        public <T> T fold(
                Supplier<T> outside,
                Function<Undecided, T> undecided,
                Function<Decided, T> decided,
                Function<Malformed, T> malformed,
                Function<UnknownVersion, T> unknownVersion) {
            return unknownVersion.apply(this);
        }
    }

    /** Handles every verdict. */
    <T> T fold(
            Supplier<T> outside,
            Function<Undecided, T> undecided,
            Function<Decided, T> decided,
            Function<Malformed, T> malformed,
            Function<UnknownVersion, T> unknownVersion);
}
