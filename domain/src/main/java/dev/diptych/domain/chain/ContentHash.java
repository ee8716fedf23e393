package dev.diptych.domain.chain;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 (FIPS 180-4) of plain bytes without a prefix: names what is kept aside, so that the same content has the same
 * name. No hash of an event is made here.
 */
public final class ContentHash {
    private ContentHash() {}

    /** The hash of what remains in the buffer, as 64 lower-case hexadecimal characters. */
    public static String hex(ByteBuffer content) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(content);
            return EventHash.of(sha256.digest()).hex();
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256; this one does not", absent);
        }
    }
}
