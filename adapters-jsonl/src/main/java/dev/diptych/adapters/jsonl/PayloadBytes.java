package dev.diptych.adapters.jsonl;

import dev.diptych.domain.event.PayloadFlaw;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What must hold of a payload's bytes before its grammar is looked at: UTF-8 without a byte order mark and without zero
 * bytes, and no escape that spells half a surrogate pair.
 */
final class PayloadBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;
    private static final int ESCAPE_CHARACTERS = 6;

    private PayloadBytes() {}

    static Optional<PayloadFlaw> flawIn(byte[] bytes, int from, int to) {
        if (isPlain(bytes, from, to)) {
            return Optional.empty();
        }
        if (to - from >= 3
                && (bytes[from] & 0xff) == 0xef
                && (bytes[from + 1] & 0xff) == 0xbb
                && (bytes[from + 2] & 0xff) == 0xbf) {
            return Optional.of(new PayloadFlaw("a byte order mark", 0));
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return Optional.of(new PayloadFlaw("a zero byte", i - from));
            }
        }
        Optional<PayloadFlaw> encoding = encodingFlaw(bytes, from, to);
        return encoding.isPresent() ? encoding : halfPair(bytes, from, to);
    }

    /** Whether all bytes are ASCII, none of them zero or a backslash: then nothing here can be wrong. */
    private static boolean isPlain(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, at);
            long slashes = eight ^ BACKSLASHES;
            // A high bit shows where a byte is not ASCII, is zero, or is a backslash; a false alarm only costs time.
            if (((eight | (eight - LOW_BITS) | (slashes - LOW_BITS)) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < to; at++) {
            if (bytes[at] <= 0 || bytes[at] == '\\') {
                return false;
            }
        }
        return true;
    }

    private static Optional<PayloadFlaw> encodingFlaw(byte[] bytes, int from, int to) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(Math.min(4096, to - from + 1));
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                return Optional.of(new PayloadFlaw("bytes that are not UTF-8", in.position() - from));
            }
            if (result.isUnderflow()) {
                return Optional.empty();
            }
            out.clear();
        }
    }

    /** Outside of strings there is no backslash in JSON; if there is one, the parser refuses it. */
    private static Optional<PayloadFlaw> halfPair(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            int unit = escapedUnit(bytes, at, to);
            if (unit < 0 || !Character.isSurrogate((char) unit)) {
                at += 2;
                continue;
            }
            int second = escapedUnit(bytes, at + ESCAPE_CHARACTERS, to);
            if (!Character.isHighSurrogate((char) unit) || second < 0 || !Character.isLowSurrogate((char) second)) {
                return Optional.of(new PayloadFlaw("half a surrogate pair", at - from));
            }
            at += 2 * ESCAPE_CHARACTERS;
        }
        return Optional.empty();
    }

    /** The UTF-16 unit that an escape with four hexadecimal digits at {@code at} spells, or -1 where there is none. */
    private static int escapedUnit(byte[] bytes, int at, int to) {
        if (at + ESCAPE_CHARACTERS > to || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE_CHARACTERS; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit((char) bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
