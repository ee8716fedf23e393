package dev.diptych.ports.driven;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.signature.Attestation;

/** Says what is known of an event's signature when its row is inserted. */
public sealed interface Attesting permits Attesting.Nobody, Attesting.By {
    /** Nothing is known of signatures. */
    Attesting NOBODY = new Nobody();

    /** What is known of the event. */
    Attestation of(SealedEvent event);

    /** Nobody looked: whatever is signed is not attested. */
    record Nobody() implements Attesting {
        @Override
        public Attestation of(SealedEvent event) {
            return event.isSigned() ? Attestation.LEGACY_UNATTESTED : Attestation.UNSIGNED;
        }
    }

    /**
     * Somebody verifies.
     *
     * @param verifier whether the signature of a signed event is good
     */
    record By(java.util.function.Predicate<SealedEvent> verifier) implements Attesting {
        @Override
        public Attestation of(SealedEvent event) {
            if (!event.isSigned()) {
                return Attestation.UNSIGNED;
            }
            return verifier.test(event) ? Attestation.VERIFIED : Attestation.LEGACY_UNATTESTED;
        }
    }
}
