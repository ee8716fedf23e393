package dev.diptych.domain.chain;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.Place;
import java.util.Optional;
import java.util.function.Function;

/** What a walk over a log came to. */
public sealed interface WalkEnd {
    /**
     * A handler for each case; a new case breaks the build wherever it is not handled.
     *
     * @param <R> what the handlers answer
     */
    <R> R fold(
            Function<Whole, R> whole,
            Function<Torn, R> torn,
            Function<Damaged, R> damaged,
            Function<UnknownVersion, R> unknownVersion);

    /** Nothing but whole valid batches in rightly named segments. */
    record Whole() implements WalkEnd {
        @Override
        public <R> R fold(
                Function<Whole, R> whole,
                Function<Torn, R> torn,
                Function<Damaged, R> damaged,
                Function<UnknownVersion, R> unknownVersion) {
            return whole.apply(this);
        }
    }

    /**
     * Whole valid batches, then bytes that were never acknowledged. The finding was not passed on: a reader beside an
     * open writer says "in flight" instead.
     *
     * @param finding the one finding that stands for all of the tail
     * @param from the tail's first byte
     * @param bytes how long it is, to the end of the newest segment
     */
    record Torn(Finding finding, Place from, long bytes) implements WalkEnd {
        @Override
        public <R> R fold(
                Function<Whole, R> whole,
                Function<Torn, R> torn,
                Function<Damaged, R> damaged,
                Function<UnknownVersion, R> unknownVersion) {
            return torn.apply(this);
        }
    }

    /**
     * Damage, which is never cut.
     *
     * @param findings how many findings were passed on
     * @param tail what would be a torn tail if nothing else were wrong: a name among the segments, which alone leaves
     *     the tail what it is. Its lines are no events of the log, and its finding was not passed on
     */
    record Damaged(long findings, Optional<Torn> tail) implements WalkEnd {
        @Override
        public <R> R fold(
                Function<Whole, R> whole,
                Function<Torn, R> torn,
                Function<Damaged, R> damaged,
                Function<UnknownVersion, R> unknownVersion) {
            return damaged.apply(this);
        }
    }

    /**
     * A line of an announced version that this program does not know. Its finding was passed on. Nothing from it on was
     * judged, and nothing is ever cut there, because a newer program wrote it.
     *
     * @param sequence the sequence that the line claims
     * @param version the version
     * @param findings how many findings were passed on, that of the version among them
     */
    record UnknownVersion(long sequence, long version, long findings) implements WalkEnd {
        @Override
        public <R> R fold(
                Function<Whole, R> whole,
                Function<Torn, R> torn,
                Function<Damaged, R> damaged,
                Function<UnknownVersion, R> unknownVersion) {
            return unknownVersion.apply(this);
        }
    }
}
