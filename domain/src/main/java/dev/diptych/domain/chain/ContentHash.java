package dev.diptych.domain.chain;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 (FIPS 180-4) of plain bytes without a prefix: names what is kept aside, so that the same content has the same
 * name. No hash of an event is made here.
 */
public final class ContentHash {
    private final MessageDigest sha256 = sha256();

    private ContentHash() {}

    /** The hash of what remains in the buffer, as 64 lower-case hexadecimal characters. */
    public static String hex(ByteBuffer content) {
        ContentHash hash = begin();
        hash.add(content);
        return hash.hex();
    }

    /** A hash of what will be given piece by piece. One thread at a time. */
    public static ContentHash begin() {
        return new ContentHash();
    }

    /** Adds what remains in the buffer. */
    public void add(ByteBuffer piece) {
        sha256.update(piece);
    }

    /** The hash of all that was given, as 64 lower-case hexadecimal characters; begins anew. */
    public String hex() {
        return EventHash.of(sha256.digest()).hex();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256; this one does not", absent);
        }
    }
}
