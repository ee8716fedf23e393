package dev.diptych.adapters.jsonl;

import dev.diptych.domain.event.PayloadSyntax;
import dev.diptych.ports.driven.LogCopies;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.files.DurableFile;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Writes logs of lines that are given, segment by segment, under the names that they had. */
public final class JsonlLogCopies implements LogCopies {
    private final DurableFiles files;
    private final PayloadSyntax payloads;

    /**
     * @param payloads the judge of payloads, with the limits of the format
     */
    public JsonlLogCopies(DurableFiles files, PayloadSyntax payloads) {
        this.files = files;
        this.payloads = payloads;
    }

    @Override
    public LogProvider in(Path directory) {
        return new JsonlLogProvider(
                new LogDirectory(files, directory.resolve(DIRECTORY_NAME)),
                payloads,
                Processes.REAL,
                JsonlAdapter.SEGMENT_BYTES_MAX_DEFAULT);
    }

    @Override
    public Copy begin(Path directory) {
        Path log = directory.resolve(DIRECTORY_NAME);
        try {
            if (files.state(log).isPresent()) {
                throw new LogUnavailableException("a log cannot be copied to " + log
                        + ", because something is there. It was left as it is. Next: name another directory");
            }
            files.createDirectories(log);
            return new SegmentsWritten(files, log);
        } catch (IOException failed) {
            throw notWritten(log, failed);
        }
    }

    private static LogUnavailableException notWritten(Path log, IOException failed) {
        return new LogUnavailableException(
                "the copy of a log at " + log + " cannot be written: " + Messages.reason(failed)
                        + ". The log itself was not touched. Next: make room, or name another place",
                failed);
    }

    /** One segment at a time, through a buffer. Each is forced before the next begins. */
    private static final class SegmentsWritten implements Copy {
        private final DurableFiles files;
        private final Path log;
        private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        private Optional<DurableFile> open = Optional.empty();
        private long offset;

        private SegmentsWritten(DurableFiles files, Path log) {
            this.files = files;
            this.log = log;
        }

        @Override
        public void segment(String name) {
            if (Segment.named(name).isEmpty()) {
                throw new IllegalArgumentException("a segment is named by 20 digits and .jsonl, was " + name);
            }
            try {
                finishSegment();
                open = Optional.of(files.create(log.resolve(name)));
                offset = 0;
            } catch (IOException failed) {
                throw notWritten(log, failed);
            }
        }

        @Override
        public void line(byte[] line) {
            DurableFile segment =
                    open.orElseThrow(() -> new IllegalStateException("a line of a copy must lie in a segment"));
            try {
                if (buffer.remaining() < line.length) {
                    drainTo(segment);
                }
                if (buffer.capacity() < line.length) {
                    segment.write(ByteBuffer.wrap(line), offset);
                    offset += line.length;
                } else {
                    buffer.put(line);
                }
            } catch (IOException failed) {
                throw notWritten(log, failed);
            }
        }

        @Override
        public void force() {
            try {
                finishSegment();
                files.forceDirectory(log);
                files.forceDirectory(log.toAbsolutePath().getParent());
            } catch (IOException failed) {
                throw notWritten(log, failed);
            }
        }

        @Override
        public void close() {
            try {
                letGo();
            } catch (IOException failed) {
                throw notWritten(log, failed);
            }
        }

        private void finishSegment() throws IOException {
            if (open.isPresent()) {
                drainTo(open.get());
                open.get().force();
                letGo();
            }
        }

        private void drainTo(DurableFile segment) throws IOException {
            buffer.flip();
            int bytes = buffer.remaining();
            if (bytes > 0) {
                segment.write(buffer, offset);
            }
            offset += bytes;
            buffer.clear();
        }

        private void letGo() throws IOException {
            Optional<DurableFile> file = open;
            open = Optional.empty();
            if (file.isPresent()) {
                file.get().close();
            }
        }
    }
}
