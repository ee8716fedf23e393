package dev.diptych.ports.driven;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;

/**
 * Tells whether a signature is good: Ed25519 as in RFC 8032, section 5.1.7. Any number of threads.
 */
@FunctionalInterface
public interface SignatureVerifier {
    /**
     * Whether the key made the signature over the message. Never throws for what the bytes are: a key that is no point of the
     * curve, or a signature whose second half is not below the group's order, is simply not good.
     */
    boolean verify(VerifyingKey key, byte[] message, EventSignature signature);
}
