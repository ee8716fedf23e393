package dev.diptych.domain.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A payload as its caller handed it in: bytes that claim to be JSON and have not been read yet. A {@code
 * PayloadReader} reads it and makes a {@link Payload}, or tells why not.
 */
public final class JsonText {
    private final byte[] bytes;

    private JsonText(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the text as UTF-8; half a surrogate pair, which UTF-8 cannot say, is refused. */
    public static JsonText of(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return new JsonText(bytes);
        } catch (CharacterCodingException halfPair) {
            throw new InvalidEventException("payload", "Unicode text", "half a surrogate pair");
        }
    }

    /** Takes a copy of the bytes, which may be anything at all. */
    public static JsonText ofBytes(byte[] bytes) {
        return new JsonText(bytes.clone());
    }

    /** Takes a copy of the bytes from {@code from} up to, not including, {@code to}. */
    public static JsonText ofBytes(byte[] bytes, int from, int to) {
        return new JsonText(Arrays.copyOfRange(bytes, from, to));
    }

    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Asks for the first flaw in this text. */
    public Optional<PayloadFlaw> flaw(PayloadSyntax syntax) {
        return syntax.flawIn(bytes, 0, bytes.length);
    }

    byte[] shared() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonText that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
