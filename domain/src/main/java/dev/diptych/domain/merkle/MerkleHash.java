package dev.diptych.domain.merkle;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The hash of a node of the tree, a leaf or the root among them: 32 bytes. As text it is 44 characters of base64. */
public final class MerkleHash {
    /** The bytes of a hash. */
    public static final int BYTES = 32;

    private final byte[] value;

    private MerkleHash(byte[] value) {
        this.value = value;
    }

    /** Takes a copy of the 32 bytes. */
    public static MerkleHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("hash must have " + BYTES + " bytes, had " + bytes.length);
        }
        return new MerkleHash(bytes.clone());
    }

    /** Reads base64 (RFC 4648, section 4, padded); empty if it is not that of 32 bytes in the one spelling they have. */
    public static Optional<MerkleHash> parse(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == BYTES
                            && Base64.getEncoder().encodeToString(bytes).equals(base64)
                    ? Optional.of(new MerkleHash(bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    public byte[] toBytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MerkleHash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** The base64. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(value);
    }
}
