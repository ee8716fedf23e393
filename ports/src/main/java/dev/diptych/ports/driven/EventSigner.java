package dev.diptych.ports.driven;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;

/**
 * A private key that can sign, without showing itself: Ed25519 as in RFC 8032, section 5.1, no prehash, no context. Any number
 * of threads.
 */
public interface EventSigner {
    /** The public half. */
    VerifyingKey publicKey();

    /**
     * Signs the message. The same message gives the same signature, always.
     *
     * @throws SigningFailedException if the key cannot sign now
     */
    EventSignature sign(byte[] message);
}
