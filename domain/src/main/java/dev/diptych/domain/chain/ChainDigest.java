package dev.diptych.domain.chain;

import java.nio.charset.StandardCharsets;

/**
 * The two hashes of an event: SHA-256 (FIPS 180-4) over a domain prefix and the bytes. The prefixes keep a payload
 * from ever being taken for an envelope.
 *
 * <p>Keeps one digest for reuse; one thread at a time.
 */
final class ChainDigest {
    private static final byte[] PAYLOAD_PREFIX = "diptych.payload.v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENVELOPE_PREFIX = "diptych.event.v1\n".getBytes(StandardCharsets.US_ASCII);

    private final Sha256 sha256 = new Sha256();

    byte[] ofPayload(byte[] bytes, int from, int to) {
        return digest(PAYLOAD_PREFIX, bytes, from, to);
    }

    byte[] ofEnvelope(byte[] bytes, int from, int to) {
        return digest(ENVELOPE_PREFIX, bytes, from, to);
    }

    private byte[] digest(byte[] prefix, byte[] bytes, int from, int to) {
        return sha256.add(prefix).add(bytes, from, to).finish();
    }
}
