package dev.diptych.contracts.twins;

import java.util.Optional;

/**
 * What a caller keeps in the store beside the events, as far as a twin has such a thing: values by key, committed and
 * rolled back with the transaction that {@code unwrap} gave them from. What stands before the first slash of a key is the
 * table that it counts for in {@code rowCount}.
 *
 * <p>Two kinds of keys are the store's own, and are how one of schema 1 is brought up to date: {@code
 * diptych_mirror/store_schema}, and {@code diptych_events/SEQUENCE/attestation}. They can be put and got, not removed, and no
 * other key may begin with {@code diptych_}.
 */
public interface TwinCallersValues {
    void put(String key, String value);

    /** As this transaction sees it. */
    Optional<String> get(String key);

    /** Does nothing where there is none. */
    void remove(String key);
}
