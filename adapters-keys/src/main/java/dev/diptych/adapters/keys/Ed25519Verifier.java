package dev.diptych.adapters.keys;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.SignatureVerifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Judges signatures with Bouncy Castle. Any number of threads. */
public final class Ed25519Verifier implements SignatureVerifier {
    @Override
    public boolean verify(VerifyingKey key, byte[] message, EventSignature signature) {
        return Ed25519.verify(signature.toBytes(), 0, key.toBytes(), 0, message, 0, message.length);
    }
}
