package dev.diptych.adapters.keys;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signs with Bouncy Castle, by a private key in memory. It shows its public half only. */
public final class Ed25519Signer implements EventSigner {
    /** The bytes of a private key. */
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final byte[] publicBytes = new byte[VerifyingKey.BYTES];
    private final VerifyingKey publicKey;

    private Ed25519Signer(byte[] seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed, 0, publicBytes, 0);
        publicKey = VerifyingKey.of(publicBytes);
    }

    /**
     * The key whose private half (RFC 8032, section 5.1.5) these {@value #SEED_BYTES} bytes are. Takes a copy, which lives as
     * long as the signer; the caller wipes its own.
     */
    public static Ed25519Signer ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "Ed25519 private key must have " + SEED_BYTES + " bytes, had " + seed.length);
        }
        return new Ed25519Signer(seed.clone());
    }

    @Override
    public VerifyingKey publicKey() {
        return publicKey;
    }

    @Override
    public EventSignature sign(byte[] message) {
        byte[] signature = new byte[EventSignature.BYTES];
        Ed25519.sign(seed, 0, publicBytes, 0, message, 0, message.length, signature, 0);
        return EventSignature.of(signature);
    }

    /** The id of the public half, and nothing of the private one. */
    @Override
    public String toString() {
        return "Ed25519Signer[" + publicKey.id() + "]";
    }
}
