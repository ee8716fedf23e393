package dev.diptych.application.append;

import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.SignatureVerifier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Tries each signer once, when it first signs for this mirror: one that shows a key and signs with another would fill the
 * ledger with signatures that nobody can verify. Any thread.
 */
final class SignerTrials {
    /** Tells a trial from everything that a key signs in earnest. */
    private static final byte[] PREFIX = "diptych.trial.v1\n".getBytes(StandardCharsets.US_ASCII);

    private final SignatureVerifier verifier;
    private final Map<EventSigner, PublicHalf> good = new WeakHashMap<>();

    SignerTrials(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    /** What is kept of a signer: nothing that leads back to it, so that one that nobody uses any more is forgotten. */
    private record PublicHalf(VerifyingKey key, KeyId id) {}

    /**
     * The signer with its key, tried now if it was not before.
     *
     * @throws UnfitSignerException if it cannot sign, or what it signs is not good
     */
    TriedSigner tried(EventSigner signer) {
        PublicHalf half = known(signer).orElseGet(() -> tryOut(signer));
        return new TriedSigner(signer, half.key(), half.id());
    }

    private PublicHalf tryOut(EventSigner signer) {
        PublicHalf half = publicHalf(signer);
        if (!signsWell(signer, half)) {
            throw UnfitSignerException.signsWithAnother(signer, half.id());
        }
        synchronized (good) {
            good.put(signer, half);
        }
        return half;
    }

    private Optional<PublicHalf> known(EventSigner signer) {
        synchronized (good) {
            return Optional.ofNullable(good.get(signer));
        }
    }

    private static PublicHalf publicHalf(EventSigner signer) {
        try {
            VerifyingKey key = signer.publicKey();
            return new PublicHalf(key, key.id());
        } catch (RuntimeException | Error failed) {
            throw UnfitSignerException.hasNoKey(signer, failed);
        }
    }

    private boolean signsWell(EventSigner signer, PublicHalf half) {
        byte[] message = message(half.key());
        try {
            return verifier.verify(half.key(), message, Objects.requireNonNull(signer.sign(message), "no signature"));
        } catch (RuntimeException | Error failed) {
            throw UnfitSignerException.cannotSign(signer, half.id(), failed);
        }
    }

    private static byte[] message(VerifyingKey key) {
        byte[] message = new byte[PREFIX.length + VerifyingKey.BYTES];
        System.arraycopy(PREFIX, 0, message, 0, PREFIX.length);
        System.arraycopy(key.toBytes(), 0, message, PREFIX.length, VerifyingKey.BYTES);
        return message;
    }
}
