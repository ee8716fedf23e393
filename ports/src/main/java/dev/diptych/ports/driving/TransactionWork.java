package dev.diptych.ports.driving;

/**
 * What a caller does in a transaction.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface TransactionWork<T> {
    /**
     * @throws Exception to have the transaction rolled back
     */
    T in(MirrorTransaction transaction) throws Exception;
}
