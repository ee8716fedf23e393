package dev.diptych.adapters.jsonl;

import dev.diptych.domain.event.Limits;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The lines of one segment from an offset on, read in large pieces and in constant memory. Of a line that is longer than
 * a line may be only the beginning is kept; the rest is passed over.
 *
 * <p>At the end of what is there {@link #next} answers no, and may be asked again once there is more. What lies behind the last
 * LF is not taken for a line before {@link #takeRest} is called: it may be one that is just being written.
 */
final class SegmentLines {
    /** One byte more than a line may have: enough to see that it has too many. */
    static final int KEPT_BYTES_MAX = Limits.FORMAT.lineBytesMax() + 1;

    private static final int PIECE_BYTES = 128 * 1024;
    private static final int FEW_BYTES = 4 * 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;

    private final DurableFile file;
    private byte[] buffer;
    /** Where the bytes lie that were read and not yet handed out, and how far they were searched for an LF. */
    private int from;

    private int searched;
    private int filled;

    private long offset;
    private int lineFrom;
    private int lineTo;
    private long lineLength;
    /** Bytes of the line at {@link #offset} that were passed over, because it is too long. */
    private long passedOver;

    private SegmentLines(DurableFile file, long offset, int pieceBytes) {
        this.file = file;
        this.offset = offset;
        this.buffer = new byte[pieceBytes];
    }

    /** For walking on; the file stays the caller's. */
    static SegmentLines from(DurableFile file, long offset) {
        return new SegmentLines(file, offset, PIECE_BYTES);
    }

    /** For looking at a line or two. */
    static SegmentLines few(DurableFile file, long offset) {
        return new SegmentLines(file, offset, FEW_BYTES);
    }

    /** The array that the line lies in; good until the next call. */
    byte[] bytes() {
        return buffer;
    }

    /** Where the kept bytes of the line begin. */
    int lineFrom() {
        return lineFrom;
    }

    /** Where the kept bytes of the line end, behind its LF. */
    int lineTo() {
        return lineTo;
    }

    /** All of the line's bytes, with those that were not kept. */
    long lineLength() {
        return lineLength;
    }

    /** Where the line begins in its segment. */
    long lineOffset() {
        return offset - lineLength;
    }

    /** Where the next line begins. */
    long offset() {
        return offset;
    }

    byte[] copyOfLine() {
        return Arrays.copyOfRange(buffer, lineFrom, lineTo);
    }

    /**
     * Steps to the next line that ends with an LF.
     *
     * @param end nothing from here on is read; never less than it was
     */
    boolean next(long end) throws IOException {
        while (true) {
            int lineFeed = lineFeedAt(buffer, searched, filled);
            if (lineFeed >= 0) {
                return take(lineFeed + 1);
            }
            searched = filled;
            if (!readMore(end)) {
                return false;
            }
        }
    }

    /** After {@link #next} said no: steps to what lies behind the last LF, if anything does. */
    boolean takeRest() {
        return filled - from + passedOver > 0 && take(filled);
    }

    /** The first LF from {@code from} up to, not including, {@code to}, or -1; eight bytes at a step. */
    static int lineFeedAt(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long differing = (long) LONGS.get(bytes, at) ^ LINE_FEEDS;
            long zeroBytes = (differing - LOW_BITS) & ~differing & HIGH_BITS;
            if (zeroBytes != 0) {
                return at + (Long.numberOfTrailingZeros(zeroBytes) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private boolean take(int to) {
        lineLength = passedOver + (to - from);
        lineFrom = passedOver > 0 ? 0 : from;
        lineTo = lineFrom + (int) Math.min(lineLength, KEPT_BYTES_MAX);
        offset += lineLength;
        passedOver = 0;
        from = to;
        searched = to;
        return true;
    }

    private boolean readMore(long end) throws IOException {
        makeRoom();
        long at = offset + passedOver + (filled - from);
        int wanted = (int) Math.min(buffer.length - filled, end - at);
        if (wanted <= 0) {
            return false;
        }
        int read = file.read(ByteBuffer.wrap(buffer, filled, wanted), at);
        if (read <= 0) {
            return false;
        }
        filled += read;
        return true;
    }

    private void makeRoom() {
        if (passedOver == 0 && from > 0) {
            System.arraycopy(buffer, from, buffer, 0, filled - from);
            filled -= from;
            searched -= from;
            from = 0;
        }
        if (filled < buffer.length) {
            return;
        }
        if (buffer.length < KEPT_BYTES_MAX + PIECE_BYTES) {
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 4, KEPT_BYTES_MAX + PIECE_BYTES));
            return;
        }
        // The beginning stays in front; what was read behind it is passed over.
        passedOver += filled - from;
        from = KEPT_BYTES_MAX;
        filled = from;
        searched = from;
    }
}
