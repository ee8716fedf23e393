package dev.diptych.ports.driving;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.StoreId;
import java.util.function.Function;

/** How a cutover to another store ended. */
public sealed interface StoreCutoverAnswer {
    /** Handles every answer. */
    <R> R fold(
            Function<CutOver, R> cutOver,
            Function<Rehearsed, R> rehearsed,
            Function<Refused, R> refused,
            Function<OutcomeUnknown, R> unknown);

    /** Authority has moved, durably: the ledger is opened with the new store from here on. */
    record CutOver(StoreCutoverReport report) implements StoreCutoverAnswer {
        @Override
        public <R> R fold(
                Function<CutOver, R> cutOver,
                Function<Rehearsed, R> rehearsed,
                Function<Refused, R> refused,
                Function<OutcomeUnknown, R> unknown) {
            return cutOver.apply(this);
        }
    }

    /** A dry run found nothing against it. The candidate is there, and a cutover takes it up. */
    record Rehearsed(StoreCutoverReport report) implements StoreCutoverAnswer {
        @Override
        public <R> R fold(
                Function<CutOver, R> cutOver,
                Function<Rehearsed, R> rehearsed,
                Function<Refused, R> refused,
                Function<OutcomeUnknown, R> unknown) {
            return rehearsed.apply(this);
        }
    }

    /** Authority has not moved. A candidate that was begun stays, and is taken up by the next attempt if it is sound. */
    record Refused(StoreCutoverRefusal refusal) implements StoreCutoverAnswer {
        @Override
        public <R> R fold(
                Function<CutOver, R> cutOver,
                Function<Rehearsed, R> rehearsed,
                Function<Refused, R> refused,
                Function<OutcomeUnknown, R> unknown) {
            return refused.apply(this);
        }
    }

    /**
     * The force of the boundary failed: whether authority has moved is found out by the next opening, with either store.
     *
     * @param boundary the boundary's sequence, if it is there
     * @param from the store before
     * @param to the store that has taken its place, if the boundary is there
     * @param message what is known, and what the next opening does
     */
    record OutcomeUnknown(Sequence boundary, StoreId from, StoreId to, String message) implements StoreCutoverAnswer {
        @Override
        public <R> R fold(
                Function<CutOver, R> cutOver,
                Function<Rehearsed, R> rehearsed,
                Function<Refused, R> refused,
                Function<OutcomeUnknown, R> unknown) {
            return unknown.apply(this);
        }
    }
}
