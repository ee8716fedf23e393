package dev.diptych.domain.checkpoint;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * One signature line of a signed note, not judged. It may be of any type; which one, only who knows the key can tell.
 *
 * @param name the key's name
 * @param base64 the key id, 4 bytes, and the signature itself, 1 byte or more
 */
public record NoteSignature(String name, String base64) {
    private static final int ID_BYTES = Integer.BYTES;

    public NoteSignature {
        boolean isSignature = NoteText.isName(name)
                && NoteText.base64(base64)
                        .filter(bytes -> bytes.length > ID_BYTES)
                        .isPresent();
        if (!isSignature) {
            throw new IllegalArgumentException(
                    "a signature of a note must have a name without white space and +, and base64" + " of more than "
                            + ID_BYTES + " bytes, was " + NoteText.quoted(name + " " + base64));
        }
    }

    static NoteSignature of(NoteKey key, byte[] signature) {
        byte[] bytes = ByteBuffer.allocate(ID_BYTES + signature.length)
                .putInt(key.hash())
                .put(signature)
                .array();
        return new NoteSignature(key.name(), Base64.getEncoder().encodeToString(bytes));
    }

    /** The key id. */
    public int keyHash() {
        return ByteBuffer.wrap(bytes()).getInt();
    }

    /** The signature itself. */
    public byte[] signature() {
        byte[] bytes = bytes();
        byte[] signature = new byte[bytes.length - ID_BYTES];
        System.arraycopy(bytes, ID_BYTES, signature, 0, signature.length);
        return signature;
    }

    private byte[] bytes() {
        return NoteText.base64(base64).orElseThrow();
    }
}
