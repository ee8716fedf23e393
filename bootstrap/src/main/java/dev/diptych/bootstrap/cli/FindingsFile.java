package dev.diptych.bootstrap.cli;

import dev.diptych.domain.finding.Finding;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Takes every finding; made before anything is read, so that a path that cannot be written is told at once. */
record FindingsFile(Optional<BufferedWriter> writer) implements AutoCloseable {
    static FindingsFile at(Optional<Path> file) {
        if (file.isEmpty()) {
            return new FindingsFile(Optional.empty());
        }
        try {
            return new FindingsFile(Optional.of(Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8)));
        } catch (IOException notWritten) {
            throw CommandFailure.precondition("findings cannot be written to " + file.get() + ": " + notWritten
                    + ". Nothing was looked at. Next: name a file that can be written");
        }
    }

    void add(Finding finding) {
        if (writer.isEmpty()) {
            return;
        }
        try {
            writer.get().write(JsonLine.object(json -> Reports.writeJson(finding, json)));
            writer.get().write('\n');
        } catch (IOException notWritten) {
            throw new UncheckedIOException("findings cannot be written", notWritten);
        }
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
        }
    }
}
