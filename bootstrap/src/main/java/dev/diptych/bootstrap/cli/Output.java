package dev.diptych.bootstrap.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * A stream of lines to whoever reads our output: UTF-8, LF, buffered until flushed. Unlike a {@link java.io.PrintStream}
 * it says when nobody reads any more, so that {@code diptych tail | head} ends. Safe for use by many threads.
 */
final class Output {
    private final OutputStream stream;

    Output(OutputStream raw) {
        this.stream = new BufferedOutputStream(raw, 1 << 13);
    }

    /**
     * @throws OutputClosedException if nobody reads any more
     */
    void line(String text) {
        bytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) {
        synchronized (stream) {
            try {
                stream.write(bytes);
            } catch (IOException nobodyReads) {
                throw new OutputClosedException(nobodyReads);
            }
        }
    }

    void flush() {
        synchronized (stream) {
            try {
                stream.flush();
            } catch (IOException nobodyReads) {
                throw new OutputClosedException(nobodyReads);
            }
        }
    }

    /** For a library that wants a writer; it never says that nobody reads. */
    PrintWriter asWriter() {
        return new PrintWriter(new OutputStreamWriter(new Unbuffered(), StandardCharsets.UTF_8), true);
    }

    private final class Unbuffered extends OutputStream {
        @Override
        public void write(int b) {
            bytes(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            synchronized (stream) {
                try {
                    stream.write(from, offset, length);
                } catch (IOException nobodyReads) {
                    throw new OutputClosedException(nobodyReads);
                }
            }
        }

        @Override
        public void flush() {
            Output.this.flush();
        }
    }
}
