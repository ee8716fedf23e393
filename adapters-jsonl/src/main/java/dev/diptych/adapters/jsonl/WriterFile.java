package dev.diptych.adapters.jsonl;

import dev.diptych.ports.driven.LogLeft;
import java.io.IOException;
import java.util.Optional;

/** The file {@code writer}: read, replaced, and told as the port tells it. */
final class WriterFile {
    private static final int BYTES_MAX = 4096;

    private final LogDirectory directory;
    private final SmallFiles files;

    WriterFile(LogDirectory directory) {
        this.directory = directory;
        this.files = new SmallFiles(directory.files());
    }

    /** Empty where there is no such file. */
    Optional<WriterRecord> read() throws IOException {
        return files.read(directory.writer(), BYTES_MAX).map(WriterRecord::parse);
    }

    /** Durable on return. */
    void replace(WriterRecord record) throws IOException {
        files.replace(directory.writer(), record.toBytes());
    }

    /** What a file says, and who of those it names still holds the log. */
    static LogLeft told(Optional<WriterRecord> file, Optional<LogLeft.Holder> holder) {
        WriterRecord record = file.orElse(WriterRecord.NONE);
        return new LogLeft(
                file.isPresent(),
                record.closed().flatMap(WriterRecord.Closed::head),
                record.closed().isPresent() && record.open().isEmpty(),
                record.storeClosed(),
                holder);
    }

    static LogLeft.Holder holder(WriterRecord.Open open) {
        return new LogLeft.Holder(open.pid(), Long.toString(open.startMillis()));
    }
}
