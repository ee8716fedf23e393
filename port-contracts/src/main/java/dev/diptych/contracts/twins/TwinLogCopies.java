package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.ports.driven.LogCopies;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.files.DurableFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Copies of logs, each a twin log of its own. The same bytes lie, in their segments, on a file system in memory, so that a
 * copy can be measured, damaged and renamed as files are; the twin log reads its own.
 */
public final class TwinLogCopies implements LogCopies {
    private final CrashingFiles files;
    private final Map<Path, TwinLogDisk> disks = new HashMap<>();

    public TwinLogCopies(CrashingFiles files) {
        this.files = files;
    }

    /** What the copy in a directory is kept on. */
    public synchronized TwinLogDisk disk(Path directory) {
        return disks.computeIfAbsent(directory, absent -> TwinLogDisk.empty());
    }

    @Override
    public LogProvider in(Path directory) {
        return disk(directory).provider();
    }

    @Override
    public Copy begin(Path directory) {
        Path log = directory.resolve(DIRECTORY_NAME);
        try {
            if (files.state(log).isPresent()) {
                throw new LogUnavailableException(
                        "something is at " + log + ". It was left as it is. Next: copy elsewhere");
            }
            files.createDirectories(log);
            disk(directory).files().createDirectories(Path.of("/ledger/log"));
            return new LinesGiven(log, disk(directory));
        } catch (IOException failed) {
            throw notWritten(failed);
        }
    }

    private static LogUnavailableException notWritten(IOException failed) {
        return new LogUnavailableException(
                "the copy of a log in memory cannot be written: " + failed
                        + ". The log itself was not touched. Next: make room",
                failed);
    }

    private final class LinesGiven implements Copy {
        private final Path log;
        private final TwinLogDisk disk;
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private Optional<DurableFile> segment = Optional.empty();

        private LinesGiven(Path log, TwinLogDisk disk) {
            this.log = log;
            this.disk = disk;
        }

        @Override
        public void segment(String name) {
            if (!name.matches("[0-9]{20}\\.jsonl")) {
                throw new IllegalArgumentException("a segment is named by 20 digits and .jsonl, was " + name);
            }
            try {
                forceSegment();
                segment = Optional.of(files.create(log.resolve(name)));
            } catch (IOException failed) {
                throw notWritten(failed);
            }
        }

        @Override
        public void line(byte[] line) {
            DurableFile file =
                    segment.orElseThrow(() -> new IllegalStateException("a line of a copy must lie in a segment"));
            try {
                file.write(ByteBuffer.wrap(line), file.size());
                all.writeBytes(line);
            } catch (IOException failed) {
                throw notWritten(failed);
            }
        }

        @Override
        public void force() {
            try {
                forceSegment();
                files.forceDirectory(log);
                files.forceDirectory(log.getParent());
                if (all.size() > 0) {
                    disk.setBytes(all.toByteArray());
                }
            } catch (IOException failed) {
                throw notWritten(failed);
            }
        }

        @Override
        public void close() {
            try {
                letGo();
            } catch (IOException failed) {
                throw notWritten(failed);
            }
        }

        private void forceSegment() throws IOException {
            if (segment.isPresent()) {
                segment.get().force();
                letGo();
            }
        }

        private void letGo() throws IOException {
            Optional<DurableFile> file = segment;
            segment = Optional.empty();
            if (file.isPresent()) {
                file.get().close();
            }
        }
    }
}
