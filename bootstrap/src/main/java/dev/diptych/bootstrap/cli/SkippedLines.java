package dev.diptych.bootstrap.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lines that were passed over, verbatim, so that they can be mended and appended. Lines are added behind what the file
 * holds; it is made with the first one.
 */
final class SkippedLines implements AutoCloseable {
    private final Path file;
    private OutputStream out;
    private long count;

    SkippedLines(Path file) {
        this.file = file;
    }

    /**
     * @throws CommandFailure if the line cannot be kept
     */
    void keep(DraftSource.Text line) {
        try {
            if (out == null) {
                out = new BufferedOutputStream(
                        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            }
            line.copyTo(out);
            out.write('\n');
            out.flush();
            count++;
        } catch (IOException notKept) {
            throw CommandFailure.precondition("a skipped line could not be kept in " + file + ": " + notKept
                    + ". It was not appended, and nothing behind it was. Next: make room or name another file with"
                    + " --skipped");
        }
    }

    long count() {
        return count;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
