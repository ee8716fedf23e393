package dev.diptych.domain.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two hashes of an event: SHA-256 (FIPS 180-4) over a domain prefix and the bytes. The prefixes keep a payload
 * from ever being taken for an envelope.
 *
 * <p>Keeps one digest for reuse; one thread at a time.
 */
final class ChainDigest {
    private static final byte[] PAYLOAD_PREFIX = "diptych.payload.v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENVELOPE_PREFIX = "diptych.event.v1\n".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha256;

    ChainDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256; this one does not", absent);
        }
    }

    byte[] ofPayload(byte[] bytes, int from, int to) {
        return digest(PAYLOAD_PREFIX, bytes, from, to);
    }

    byte[] ofEnvelope(byte[] bytes, int from, int to) {
        return digest(ENVELOPE_PREFIX, bytes, from, to);
    }

    private byte[] digest(byte[] prefix, byte[] bytes, int from, int to) {
        sha256.update(prefix);
        sha256.update(bytes, from, to - from);
        return sha256.digest();
    }
}
