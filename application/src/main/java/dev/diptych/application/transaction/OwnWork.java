package dev.diptych.application.transaction;

/**
 * What a use case of the mirror itself does in a transaction with bound events.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface OwnWork<T> {
    /**
     * @throws Exception to have the transaction rolled back
     */
    T in(OwnTransaction transaction) throws Exception;
}
