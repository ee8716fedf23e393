package dev.diptych.application.append;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.LineSigning;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.keys.KeyHistory;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.policy.PolicyContribution;
import dev.diptych.domain.policy.SignaturePolicy;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.SignatureVerifier;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps, for one opening, what the ledger says of keys through its newest event, and says what there is to object to a
 * signature. Any thread.
 */
public final class KeyGate {
    private final SignatureVerifier verifier;
    private final KeyHistory keys;

    /**
     * Begins before the first event of the ledger.
     *
     * @param trusted whom to trust from the outset; empty if nobody was asked
     */
    public KeyGate(Optional<TrustedKeys> trusted, SignatureVerifier verifier) {
        this.verifier = verifier;
        this.keys = KeyHistory.startingFrom(trusted);
    }

    /**
     * Takes note of what the next event of the ledger says of keys: from the next sequence on that counts, unless it has no
     * right to be said. Events that say nothing of keys may be left out.
     */
    public synchronized void saw(SealedEvent event, LedgerId ledger) {
        if (KeyEvent.of(event).isPresent()) {
            keys.apply(event, isWellSigned(event, ledger));
        }
    }

    /**
     * What there is to object to an append.
     *
     * @param signer the key that signs it; empty if nobody does
     * @param said what it says of keys, if it is an event about keys
     * @param now tells the {@code recorded_at} that it gets; asked only where that matters
     */
    synchronized Optional<PolicyContribution> objectionTo(
            Optional<KeyId> signer, Optional<KeyEvent> said, Supplier<EventTime> now) {
        if (signer.isEmpty() && !keys.signaturesRequired()) {
            return Optional.empty();
        }
        return signer.isPresent() && said.isPresent()
                ? SignaturePolicy.objectionTo(keys, said.get(), signer.get(), now.get())
                : SignaturePolicy.objectionTo(keys, signer, now.get());
    }

    /**
     * Whether the next event is signed, well, by a key that is trusted here. Never, if nobody was asked whom to trust.
     */
    public synchronized boolean isWellSigned(SealedEvent event, LedgerId ledger) {
        if (event.keyId().isEmpty() || event.signature().isEmpty()) {
            return false;
        }
        byte[] message = LineSigning.message(ledger, event.hash());
        return keys.standing(event.keyId().get(), event)
                .fold(
                        trusted -> verifier.verify(
                                trusted.key(), message, event.signature().get()),
                        () -> false,
                        () -> false,
                        notValid -> false);
    }
}
