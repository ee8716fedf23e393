package dev.diptych.ports.driven;

import dev.diptych.domain.keys.TrustedKeys;
import java.util.Optional;

/** Which keys are trusted from the outset, said by somebody outside the ledger. */
@FunctionalInterface
public interface KeyRing {
    /**
     * The trusted keys as they are now; empty if nobody was asked to say, so that signatures cannot be judged. That is not
     * the same as trusting nobody.
     *
     * @throws KeysUnusableException if what was named cannot be read or understood
     */
    Optional<TrustedKeys> trusted();
}
