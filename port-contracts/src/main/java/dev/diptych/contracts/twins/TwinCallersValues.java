package dev.diptych.contracts.twins;

/**
 * What a caller keeps in the store beside the events, as far as a twin has such a thing: values by key, committed and
 * rolled back with the transaction that {@code unwrap} gave them from.
 */
@FunctionalInterface
public interface TwinCallersValues {
    void put(String key, String value);
}
