package dev.diptych.domain.checkpoint;

import dev.diptych.domain.chain.Sha256;
import dev.diptych.domain.keys.VerifyingKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ed25519 key under the name that it signs notes with (https://c2sp.org/signed-note, type 0x01). Its id, four bytes of a
 * hash, tells which signature to judge with which key; it vouches for nothing.
 *
 * @param name not empty, without white space and plus
 * @param key the key
 */
public record NoteKey(String name, VerifyingKey key) {
    private static final byte ED25519 = 1;
    private static final Pattern SHAPE = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

    public NoteKey {
        if (!NoteText.isName(name)) {
            throw new IllegalArgumentException(
                    "the name of a key that signs notes must not be empty and have no white space" + " and no +, was "
                            + NoteText.quoted(name));
        }
    }

    /**
     * Reads {@code NAME+HASH+BASE64}, which golang.org/x/mod/sumdb/note calls a verifier key.
     *
     * @throws MalformedNoteException if the text is no such key, or one of another type, or the hash is not that of the key
     */
    public static NoteKey parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        Optional<byte[]> typed = parts.matches() ? NoteText.base64(parts.group(3)) : Optional.empty();
        if (typed.isEmpty() || typed.get().length != 1 + VerifyingKey.BYTES || typed.get()[0] != ED25519) {
            throw malformed("NAME+HASH+KEY, the hash 8 characters of 0-9 a-f, the key base64 of 01 and 32 bytes", text);
        }
        if (!NoteText.isName(parts.group(1))) {
            throw malformed("a name without white space", text);
        }
        byte[] bytes = Arrays.copyOfRange(typed.get(), 1, typed.get().length);
        NoteKey key = new NoteKey(parts.group(1), VerifyingKey.of(bytes));
        if (!key.hashHex().equals(parts.group(2))) {
            throw malformed("the hash " + key.hashHex() + ", which the name and the key have", text);
        }
        return key;
    }

    /** The key id: the first four bytes of SHA-256 over name, LF, type and key, as a number in big-endian order. */
    public int hash() {
        byte[] hash = new Sha256()
                .add(NoteText.encoded(name))
                .add((byte) '\n')
                .add(ED25519)
                .add(key.toBytes())
                .finish();
        return ByteBuffer.wrap(hash).getInt();
    }

    /** {@code NAME+HASH+BASE64}. */
    @Override
    public String toString() {
        byte[] typed = ByteBuffer.allocate(1 + VerifyingKey.BYTES)
                .put(ED25519)
                .put(key.toBytes())
                .array();
        return name + "+" + hashHex() + "+" + Base64.getEncoder().encodeToString(typed);
    }

    private String hashHex() {
        String digits = Integer.toHexString(hash());
        return "0".repeat(2 * Integer.BYTES - digits.length()) + digits;
    }

    private static MalformedNoteException malformed(String expected, String found) {
        return new MalformedNoteException(1, "a key for notes", expected, NoteText.quoted(found));
    }
}
