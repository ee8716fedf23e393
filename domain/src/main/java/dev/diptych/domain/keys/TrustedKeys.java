package dev.diptych.domain.keys;

import dev.diptych.domain.signature.KeyId;
import java.util.List;

/**
 * All keys that somebody trusts. The same key may be there more than once, with other uses or validity: each is enough.
 *
 * @param keys the keys, in the order of their file
 */
public record TrustedKeys(List<TrustedKey> keys) {
    /** Trusts nobody, so that every signature is one by an unknown key. */
    public static final TrustedKeys NONE = new TrustedKeys(List.of());

    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /** What is said of the key; empty if nobody trusts it. */
    public List<TrustedKey> find(KeyId id) {
        return keys.stream().filter(trusted -> trusted.key().id().equals(id)).toList();
    }
}
