package dev.diptych.domain.chain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A SHA-256 value: of a payload or of an event's envelope. Written as 64 lower-case hexadecimal characters. */
public final class EventHash {
    /** The bytes of a hash. */
    public static final int BYTES = 32;

    /** The characters of a hash as text. */
    public static final int HEX_CHARACTERS = 2 * BYTES;

    private final byte[] value;

    private EventHash(byte[] value) {
        this.value = value;
    }

    /** Takes a copy of the 32 bytes. */
    public static EventHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("hash must have " + BYTES + " bytes, had " + bytes.length);
        }
        return new EventHash(bytes.clone());
    }

    /** Reads 64 lower-case hexadecimal characters. */
    public static EventHash parse(String hex) {
        byte[] ascii = hex.getBytes(StandardCharsets.UTF_8);
        if (ascii.length != HEX_CHARACTERS || !CharacterClass.all(ascii, 0, HEX_CHARACTERS, CharacterClass.HEX)) {
            throw new IllegalArgumentException(
                    "hash must have " + HEX_CHARACTERS + " characters of 0-9 a-f, was \"" + hex + "\"");
        }
        return readHex(ascii, 0);
    }

    /** Reads the characters from {@code at} on, which are known to be hexadecimal. */
    static EventHash readHex(byte[] bytes, int at) {
        return new EventHash(Hex.read(bytes, at, BYTES));
    }

    public byte[] toBytes() {
        return value.clone();
    }

    /** Puts the 32 bytes into {@code target} from {@code at} on; makes no object. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(value, 0, target, at, BYTES);
    }

    /** The 64 characters. */
    public String hex() {
        byte[] ascii = new byte[HEX_CHARACTERS];
        Hex.write(value, ascii, 0);
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    /** Whether the 64 characters from {@code at} on spell this hash. */
    boolean isSpelledAt(byte[] bytes, int at) {
        return Hex.spells(value, bytes, at);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventHash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
