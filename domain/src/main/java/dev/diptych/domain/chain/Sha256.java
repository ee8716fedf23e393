package dev.diptych.domain.chain;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 (FIPS 180-4), the one hash of the format: of payloads, envelopes, key fingerprints and Merkle trees.
 *
 * <p>Keeps one digest for reuse; one thread at a time.
 */
public final class Sha256 {
    private static final int BYTES = 32;

    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256; this one does not", absent);
        }
    }

    /** Takes the byte in. */
    public Sha256 add(byte one) {
        digest.update(one);
        return this;
    }

    /** Takes the bytes in. */
    public Sha256 add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Takes the bytes from {@code from} up to, not including, {@code to} in. */
    public Sha256 add(byte[] bytes, int from, int to) {
        digest.update(bytes, from, to - from);
        return this;
    }

    /** The 32 bytes over all that was taken in since the last call; begins anew. */
    public byte[] finish() {
        return digest.digest();
    }

    /** Like {@link #finish}, but puts the 32 bytes into {@code target} from {@code at} on; makes no object. */
    public void finishInto(byte[] target, int at) {
        try {
            digest.digest(target, at, BYTES);
        } catch (DigestException noRoom) {
            throw new IllegalArgumentException(
                    "a hash needs " + BYTES + " bytes of room from " + at + " on, of " + target.length, noRoom);
        }
    }
}
