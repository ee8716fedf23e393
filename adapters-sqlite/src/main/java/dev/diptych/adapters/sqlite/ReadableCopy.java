package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.StoreFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A temporary copy of a store and its write-ahead log, for a medium on which nothing can be written beside the store.
 *
 * <p>There SQLite can only read a database without its write-ahead log, and would show fewer rows than were committed. So
 * both files are copied, as bytes, and the copy is read. This is the one place that opens a database file besides SQLite,
 * and it does so only while this process has no connection to that file. Should a process with more rights write to it
 * meanwhile, the sizes or times tell, and the copy is not used.
 */
final class ReadableCopy implements AutoCloseable {
    private final Path directory;
    private final SqliteDatabase database;

    private ReadableCopy(Path directory, SqliteDatabase database) {
        this.directory = directory;
        this.database = database;
    }

    static ReadableCopy of(SqliteDatabase original, Path within) throws IOException {
        Path directory = SqliteDirectories.createTemporary(within);
        Path file = directory.resolve("store.db");
        ReadableCopy copy = new ReadableCopy(directory, new SqliteDatabase(file, original.busyTimeoutMillis()));
        try {
            boolean made = OpenDatabases.runIfClosed(
                    FileIdentity.of(original.file()), () -> copyUnchanging(original, copy.database));
            if (!made) {
                throw new StoreFailedException("the store " + original.file() + " must be copied to be read, and cannot"
                        + " be while this process has it open. Nothing was changed. Next: close it first");
            }
            return copy;
        } catch (IOException | RuntimeException failed) {
            Closing.suppressing(failed, copy);
            throw failed;
        }
    }

    SqliteDatabase database() {
        return database;
    }

    private static void copyUnchanging(SqliteDatabase from, SqliteDatabase to) {
        try {
            List<Object> before = state(from);
            Files.copy(from.file(), to.file());
            Files.copy(from.writeAheadLog(), to.writeAheadLog());
            if (!state(from).equals(before)) {
                throw new StoreFailedException("the store " + from.file() + " changed while it was copied to be read."
                        + " Nothing was changed. Next: try again when nobody writes to it");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Object> state(SqliteDatabase database) throws IOException {
        BasicFileAttributes main =
                Files.readAttributes(database.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        BasicFileAttributes log =
                Files.readAttributes(database.writeAheadLog(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return List.of(main.size(), main.lastModifiedTime(), log.size(), log.lastModifiedTime());
    }

    /** Removes the copy. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(database.file());
        Files.deleteIfExists(database.writeAheadLog());
        Files.deleteIfExists(database.sharedMemory());
        Files.deleteIfExists(directory);
    }
}
