package dev.diptych.bootstrap.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The hashes of all files of a directory, as another process sees them: it holds no lock that this one could lose.
 *
 * <p>Of the memory that SQLite's processes share beside a database that is open, the 20 bytes are left out in which each reader
 * marks how far it reads, so that nobody takes that away meanwhile: bytes 100 to 119 of the {@code -shm} file. They are nothing
 * of the database's.
 */
public final class Sha256Sums {
    private static final String SCRIPT = "find . -printf '%y %m %s %p\\n' | sort\n"
            + "find . -type f ! -name '*-shm' -print0 | sort -z | xargs -0 sha256sum\n"
            + "for f in *-shm; do\n"
            + "  if [ -f \"$f\" ]; then { head -c 100 \"$f\"; tail -c +121 \"$f\"; } | sha256sum; fi\n"
            + "done";

    private Sha256Sums() {}

    public static List<String> of(Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", SCRIPT)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }
}
