package dev.diptych.ports.driving;

import dev.diptych.domain.chain.Sequence;
import java.util.List;
import java.util.function.Function;

/** What became of mirroring one sealed event; a caller prints evidence only for what it inserted itself. */
public sealed interface MirrorSingleEventOutcome {
    <R> R fold(
            Function<Inserted, R> inserted, Function<AlreadyPresent, R> alreadyPresent, Function<Refused, R> refused);

    /** The row was not there; it is now. */
    record Inserted(Sequence sequence) implements MirrorSingleEventOutcome {
        @Override
        public <R> R fold(
                Function<Inserted, R> inserted,
                Function<AlreadyPresent, R> alreadyPresent,
                Function<Refused, R> refused) {
            return inserted.apply(this);
        }
    }

    /** The very same event was there, and happened; nothing was written. */
    record AlreadyPresent(Sequence sequence) implements MirrorSingleEventOutcome {
        @Override
        public <R> R fold(
                Function<Inserted, R> inserted,
                Function<AlreadyPresent, R> alreadyPresent,
                Function<Refused, R> refused) {
            return alreadyPresent.apply(this);
        }
    }

    /** Nothing was written. */
    record Refused(Reason reason, String message) implements MirrorSingleEventOutcome {
        @Override
        public <R> R fold(
                Function<Inserted, R> inserted,
                Function<AlreadyPresent, R> alreadyPresent,
                Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }

    /** Why an event was not mirrored. */
    sealed interface Reason {}

    /** The store has another event with this id, or at this sequence. */
    record Differs(List<String> fields) implements Reason {}

    /** The event is not the store's next. */
    record NotNext(Sequence expected) implements Reason {}

    /** The log has no such durable event. */
    record NotInLog() implements Reason {}

    /**
     * The event belongs to a caller's transaction that is undecided, was aborted, or whose rows come with its outcome only; or
     * is of a type of the ledger's own that this program does not know.
     */
    record Bound() implements Reason {}

    /** The event is the boundary at which another store took this one's place. */
    record Superseded() implements Reason {}

    /** The store was busy or failed; trying again may help. */
    record StoreUnavailable() implements Reason {}
}
