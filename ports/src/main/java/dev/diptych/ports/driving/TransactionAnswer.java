package dev.diptych.ports.driving;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a transaction with bound events ended.
 *
 * @param <T> what its work answers
 */
public sealed interface TransactionAnswer<T> {
    /** Handles every answer. */
    <R> R fold(
            Function<Committed<T>, R> committed,
            Function<RolledBack<T>, R> rolledBack,
            Function<Unknown<T>, R> unknown,
            Function<NotBegun<T>, R> notBegun);

    /**
     * All of it happened, durably.
     *
     * @param value what the work answered
     * @param events the bound events, in their order
     * @param outcomePending why the log does not tell it yet, or the store has not got the line that tells it; empty where
     *     both copies have it. Nothing is appended before the log tells it
     */
    record Committed<T>(T value, List<AppendReceipt> events, Optional<String> outcomePending)
            implements TransactionAnswer<T> {
        public Committed {
            events = List.copyOf(events);
        }

        @Override
        public <R> R fold(
                Function<Committed<T>, R> committed,
                Function<RolledBack<T>, R> rolledBack,
                Function<Unknown<T>, R> unknown,
                Function<NotBegun<T>, R> notBegun) {
            return committed.apply(this);
        }
    }

    /**
     * Nothing of it happened; bound events that were appended are void.
     *
     * @param why in sentences
     * @param cause what was thrown, by the work or by what doomed it
     * @param voidEvents the bound events, in their order
     * @param outcomePending as in {@link Committed}
     */
    record RolledBack<T>(
            String why, Optional<Exception> cause, List<AppendReceipt> voidEvents, Optional<String> outcomePending)
            implements TransactionAnswer<T> {
        public RolledBack {
            voidEvents = List.copyOf(voidEvents);
        }

        @Override
        public <R> R fold(
                Function<Committed<T>, R> committed,
                Function<RolledBack<T>, R> rolledBack,
                Function<Unknown<T>, R> unknown,
                Function<NotBegun<T>, R> notBegun) {
            return rolledBack.apply(this);
        }
    }

    /**
     * It happened or not, all of it or nothing. Where it has bound events, this writer takes no more appends, and the next
     * opening finds out and tells it in the log; without any, only what it changed can tell.
     *
     * @param events the bound events, in their order
     */
    record Unknown<T>(List<AppendReceipt> events, String message) implements TransactionAnswer<T> {
        public Unknown {
            events = List.copyOf(events);
        }

        @Override
        public <R> R fold(
                Function<Committed<T>, R> committed,
                Function<RolledBack<T>, R> rolledBack,
                Function<Unknown<T>, R> unknown,
                Function<NotBegun<T>, R> notBegun) {
            return unknown.apply(this);
        }
    }

    /** It could not begin: the work was not run, and nothing was changed. */
    record NotBegun<T>(String message) implements TransactionAnswer<T> {
        @Override
        public <R> R fold(
                Function<Committed<T>, R> committed,
                Function<RolledBack<T>, R> rolledBack,
                Function<Unknown<T>, R> unknown,
                Function<NotBegun<T>, R> notBegun) {
            return notBegun.apply(this);
        }
    }
}
