package dev.diptych.domain.keys;

import dev.diptych.domain.chain.Sha256;
import dev.diptych.domain.signature.KeyId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The public half of an Ed25519 key (RFC 8032): 32 bytes, which are not judged here.
 *
 * <p>Its id is what {@code ssh-keygen -l} calls its fingerprint: {@code SHA256:} and the SHA-256 of the key as OpenSSH
 * encodes it (RFC 4253, section 6.6; RFC 8709), in base64 without padding.
 */
public final class VerifyingKey {
    /** The bytes of a key. */
    public static final int BYTES = 32;

    /** The name of the algorithm in OpenSSH's files. */
    public static final String OPENSSH_TYPE = "ssh-ed25519";

    private static final byte[] TYPE_BYTES = OPENSSH_TYPE.getBytes(StandardCharsets.US_ASCII);
    private static final int BLOB_BYTES = Integer.BYTES + TYPE_BYTES.length + Integer.BYTES + BYTES;

    private final byte[] value;

    private VerifyingKey(byte[] value) {
        this.value = value;
    }

    /** Takes a copy of the 32 bytes. */
    public static VerifyingKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("Ed25519 public key must have " + BYTES + " bytes, had " + bytes.length);
        }
        return new VerifyingKey(bytes.clone());
    }

    /**
     * Reads the base64 that follows {@code ssh-ed25519} in OpenSSH's files; empty if it is not that of an Ed25519 key in the
     * one spelling that it has.
     */
    public static Optional<VerifyingKey> parseOpenSsh(String base64) {
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (blob.length != BLOB_BYTES) {
            return Optional.empty();
        }
        VerifyingKey key = new VerifyingKey(Arrays.copyOfRange(blob, BLOB_BYTES - BYTES, BLOB_BYTES));
        return key.openSshBase64().equals(base64) ? Optional.of(key) : Optional.empty();
    }

    public byte[] toBytes() {
        return value.clone();
    }

    /** The fingerprint, such as {@code SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU}. */
    public KeyId id() {
        byte[] hash = new Sha256().add(blob()).finish();
        return new KeyId("SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash));
    }

    /** The base64 that follows {@code ssh-ed25519} in OpenSSH's files. */
    public String openSshBase64() {
        return Base64.getEncoder().encodeToString(blob());
    }

    private byte[] blob() {
        return ByteBuffer.allocate(BLOB_BYTES)
                .putInt(TYPE_BYTES.length)
                .put(TYPE_BYTES)
                .putInt(BYTES)
                .put(value)
                .array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** {@code ssh-ed25519} and the base64, as in a {@code .pub} file without its comment. */
    @Override
    public String toString() {
        return OPENSSH_TYPE + " " + openSshBase64();
    }
}
