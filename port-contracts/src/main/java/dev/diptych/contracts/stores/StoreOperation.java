package dev.diptych.contracts.stores;

/**
 * One call on a store, counted and named, so that a test can make each of them fail in turn.
 *
 * @param index how many calls came before it, from 0
 * @param kind what was called, by the part of the port and its method: {@code place.create}, {@code store.beginBound}, {@code
 *     inside.insert}, {@code bound.commit}; the end of an ordinary transaction is {@code inside.commit}
 */
public record StoreOperation(long index, String kind) {
    @Override
    public String toString() {
        return "operation " + index + ", " + kind;
    }
}
