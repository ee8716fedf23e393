package dev.diptych.application.transaction;

import dev.diptych.ports.driving.TransactionAnswer;

/** How a transaction must have ended. */
final class Ended {
    private Ended() {}

    static <T> TransactionAnswer.Committed<T> committed(TransactionAnswer<T> answer) {
        return answer.fold(committed -> committed, Ended::not, Ended::not, Ended::not);
    }

    static <T> TransactionAnswer.RolledBack<T> rolledBack(TransactionAnswer<T> answer) {
        return answer.fold(Ended::not, rolledBack -> rolledBack, Ended::not, Ended::not);
    }

    static <T> TransactionAnswer.Unknown<T> unknown(TransactionAnswer<T> answer) {
        return answer.fold(Ended::not, Ended::not, unknown -> unknown, Ended::not);
    }

    static <T> TransactionAnswer.NotBegun<T> notBegun(TransactionAnswer<T> answer) {
        return answer.fold(Ended::not, Ended::not, Ended::not, notBegun -> notBegun);
    }

    private static <R> R not(TransactionAnswer<?> other) {
        throw new AssertionError("the transaction ended otherwise: " + other);
    }
}
