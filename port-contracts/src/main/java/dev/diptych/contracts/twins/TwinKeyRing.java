package dev.diptych.contracts.twins;

import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.KeysUnusableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trust that a test gives and takes. At first nobody was asked whom to trust. */
public final class TwinKeyRing implements KeyRing {
    private Optional<TrustedKeys> trusted = Optional.empty();
    private boolean spoiled;

    @Override
    public synchronized Optional<TrustedKeys> trusted() {
        if (spoiled) {
            throw new KeysUnusableException("the trusted keys of this test cannot be understood: expected keys, found"
                    + " something else. Nothing was changed. Next: say whom to trust");
        }
        return trusted;
    }

    /** Trusts whom it trusted, and the key for the uses, valid always. */
    public TwinKeyRing trust(EventSigner signer, KeyUse... uses) {
        return trust(TrustedKey.always(signer.publicKey(), "twin@example.com", uses));
    }

    /** Trusts whom it trusted, and the key. */
    public synchronized TwinKeyRing trust(TrustedKey key) {
        List<TrustedKey> keys = new ArrayList<>(trusted.map(TrustedKeys::keys).orElse(List.of()));
        keys.add(key);
        return trustOnly(keys);
    }

    /** Trusts these keys, and no others. */
    public synchronized TwinKeyRing trustOnly(List<TrustedKey> keys) {
        trusted = Optional.of(new TrustedKeys(keys));
        spoiled = false;
        return this;
    }

    /** Makes what it was told impossible to understand, until it is told anew. */
    public synchronized TwinKeyRing spoil() {
        spoiled = true;
        return this;
    }

    /** Trusts nobody, which is not the same as not having been asked. */
    public synchronized TwinKeyRing trustNobody() {
        return trustOnly(List.of());
    }
}
