package dev.diptych.adapters.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The one block of a PEM file (RFC 7468): a label, and the bytes behind it. What stands before and after the block is
 * explanation and is skipped. Works on bytes, so that what is secret can be wiped.
 *
 * @param label what stands between {@code -----BEGIN } and {@code -----}
 * @param bytes what the base64 says; the caller wipes it
 */
record Pem(String label, byte[] bytes) {
    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] DASHES = ascii("-----");
    private static final int LABEL_CHARACTERS_MAX = 64;

    /** Reads the block; empty if there is no line that begins one. */
    static Optional<Pem> find(byte[] file) throws UnfitKeyException {
        int begin = lineThatBegins(file, 0, BEGIN);
        if (begin < 0) {
            return Optional.empty();
        }
        int labelAt = begin + BEGIN.length;
        int labelEnd = indexOf(file, labelAt, DASHES);
        if (labelEnd < 0 || labelEnd - labelAt > LABEL_CHARACTERS_MAX) {
            throw malformed("a line that begins a block and does not end");
        }
        String label = new String(file, labelAt, labelEnd - labelAt, StandardCharsets.ISO_8859_1);
        int bodyAt = labelEnd + DASHES.length;
        int end = lineThatBegins(file, bodyAt, ascii("-----END " + label + "-----"));
        if (!label.matches("[A-Z0-9 ]+") || end < 0) {
            throw malformed("a block that does not end as it began");
        }
        if (lineThatBegins(file, end, BEGIN) >= 0) {
            throw malformed("more than one block");
        }
        return Optional.of(new Pem(label, decoded(file, bodyAt, end)));
    }

    private static byte[] decoded(byte[] file, int from, int to) throws UnfitKeyException {
        byte[] base64 = new byte[to - from];
        try {
            int count = 0;
            for (int i = from; i < to; i++) {
                if (file[i] != '\n' && file[i] != '\r' && file[i] != ' ' && file[i] != '\t') {
                    base64[count++] = file[i];
                }
            }
            byte[] trimmed = Arrays.copyOf(base64, count);
            try {
                return Base64.getDecoder().decode(trimmed);
            } catch (IllegalArgumentException notBase64) {
                throw malformed("something else than base64 in the block");
            } finally {
                Arrays.fill(trimmed, (byte) 0);
            }
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }

    private static UnfitKeyException malformed(String found) {
        return new UnfitKeyException("one PEM block", found, "restore the file from where it was copied");
    }

    private static int lineThatBegins(byte[] file, int from, byte[] text) {
        for (int at = indexOf(file, from, text); at >= 0; at = indexOf(file, at + 1, text)) {
            if (at == 0 || file[at - 1] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static int indexOf(byte[] file, int from, byte[] text) {
        for (int at = from; at <= file.length - text.length; at++) {
            if (Arrays.equals(file, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The label alone. */
    @Override
    public String toString() {
        return "Pem[" + label + "]";
    }
}
