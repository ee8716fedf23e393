package dev.diptych.bootstrap.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Splits a stream at each LF, in constant memory. A line longer than any draft can be is written to a temporary file as it
 * is read, so that it can still be kept. One thread, but {@link #bytesRead} any.
 */
final class InputLines implements Closeable {
    /** No draft is longer: an event has at most 1,000,000 bytes, and a draft may have as much white space again. */
    static final int LINE_BYTES_MAX = 2_000_000;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(1 << 10);
    private int from;
    private int to;
    private long number;
    private final AtomicLong bytesRead = new AtomicLong();

    InputLines(InputStream in) {
        this.in = in;
    }

    /**
     * A line without its LF.
     *
     * @param number its number, from 1
     * @param bytes its bytes; empty if it is too long
     * @param tooLong the line, if it is too long
     */
    record Line(long number, byte[] bytes, Optional<LongLine> tooLong) {}

    Optional<Line> next() throws IOException {
        pending.reset();
        LongLine tooLong = null;
        boolean any = false;
        while (from < to || fill()) {
            any = true;
            int end = indexOfLf();
            int length = (end < 0 ? to : end) - from;
            if (tooLong == null && pending.size() + length > LINE_BYTES_MAX) {
                tooLong = LongLine.begin(pending);
            }
            if (tooLong == null) {
                pending.write(buffer, from, length);
            } else {
                tooLong.add(buffer, from, length);
            }
            from += length;
            if (end >= 0) {
                from++;
                break;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        number++;
        if (tooLong == null) {
            return Optional.of(new Line(number, pending.toByteArray(), Optional.empty()));
        }
        tooLong.end();
        return Optional.of(new Line(number, new byte[0], Optional.of(tooLong)));
    }

    long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer);
        from = 0;
        to = Math.max(count, 0);
        bytesRead.addAndGet(to);
        return count > 0;
    }

    private int indexOfLf() {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A line in a temporary file, which goes when the line has been copied or the program ends. */
    static final class LongLine implements DraftSource.Text {
        private final Path file;
        private final OutputStream out;
        private long length;

        private LongLine(Path file, OutputStream out) {
            this.file = file;
            this.out = out;
        }

        private static LongLine begin(ByteArrayOutputStream first) throws IOException {
            Path file = Files.createTempFile("diptych-long-line-", ".tmp");
            file.toFile().deleteOnExit();
            LongLine line = new LongLine(file, Files.newOutputStream(file));
            line.add(first.toByteArray(), 0, first.size());
            return line;
        }

        private void add(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
            length += count;
        }

        private void end() throws IOException {
            out.close();
        }

        long length() {
            return length;
        }

        @Override
        public int bytesInMemory() {
            return 0;
        }

        @Override
        public void copyTo(OutputStream target) throws IOException {
            Files.copy(file, target);
            Files.delete(file);
        }
    }
}
