package dev.diptych.adapters.keys;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.SignatureVerifier;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Judges signatures with Bouncy Castle. Any number of threads.
 *
 * <p>A key is decoded once and remembered, since a ledger is signed by few keys and decoding one takes a good part of a
 * verification. What is remembered is bounded, so that a ledger that claims ever new keys costs time and no memory.
 *
 * <p>Keys of small order are not good, whatever they claim to have signed: with them a signature can be made that fits every
 * message.
 */
public final class Ed25519Verifier implements SignatureVerifier {
    /** How many keys are remembered. */
    static final int KEYS_REMEMBERED_MAX = 64;

    private final ConcurrentMap<VerifyingKey, Optional<Ed25519.PublicPoint>> points = new ConcurrentHashMap<>();

    @Override
    public boolean verify(VerifyingKey key, byte[] message, EventSignature signature) {
        byte[] bytes = signature.toBytes();
        return point(key)
                .map(point -> Ed25519.verify(bytes, 0, point, message, 0, message.length))
                .orElse(false);
    }

    /** Whether a signature by the key can be good at all. */
    static boolean isFit(VerifyingKey key) {
        return decoded(key).isPresent();
    }

    private Optional<Ed25519.PublicPoint> point(VerifyingKey key) {
        Optional<Ed25519.PublicPoint> known = points.get(key);
        if (known != null) {
            return known;
        }
        if (points.size() >= KEYS_REMEMBERED_MAX) {
            points.clear();
        }
        Optional<Ed25519.PublicPoint> decoded = decoded(key);
        points.put(key, decoded);
        return decoded;
    }

    /** Empty for bytes that are no point of the curve in its one spelling, and for a point of small order. */
    private static Optional<Ed25519.PublicPoint> decoded(VerifyingKey key) {
        return Optional.ofNullable(Ed25519.validatePublicKeyPartialExport(key.toBytes(), 0));
    }
}
