package dev.diptych.adapters.sqlite.violations;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Closing this stream would drop the locks that SQLite holds. */
public final class ReadsTheDatabaseFile {
    public InputStream header(Path database) throws IOException {
        return Files.newInputStream(database);
    }
}
