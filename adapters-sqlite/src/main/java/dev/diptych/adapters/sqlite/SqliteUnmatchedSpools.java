package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.UnmatchedSpool;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Makes spools, each a temporary database in a directory that is there already. Safe for use by many threads. */
public final class SqliteUnmatchedSpools implements UnmatchedSpool.Provider {
    private final Path directory;

    /**
     * @param directory where the temporary databases are made
     */
    public SqliteUnmatchedSpools(Path directory) {
        this.directory = directory;
    }

    @Override
    public UnmatchedSpool open() {
        Path file;
        try {
            file = SqliteDirectories.createTemporaryFile(directory);
        } catch (IOException failed) {
            throw new StoreFailedException(
                    "no temporary database can be made in " + directory + ": " + failed
                            + ". Nothing was changed. Next: name a directory that can be written",
                    failed);
        }
        SqliteDatabase database = new SqliteDatabase(file, SqliteLocation.BUSY_TIMEOUT_MILLIS);
        try {
            return SqliteUnmatchedSpool.on(database);
        } catch (SQLException failed) {
            throw database.failure("making a temporary database", failed);
        }
    }
}
