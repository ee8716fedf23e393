package dev.diptych.adapters.sqlite;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The names around a database: directories made and forced, files made for their owner alone.
 *
 * <p>SQLite forces the files that it writes, but a new store must also survive a power cut as a name in its directory, and
 * that is the business of whoever makes it. This class opens directories, never a database file: closing any descriptor
 * of one would drop SQLite's locks on it.
 */
final class SqliteDirectories {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private SqliteDirectories() {}

    /** Makes a directory and the missing ones above it, mode 0700, each forced into the one above. */
    static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            create(parent);
        }
        Files.createDirectory(directory, mode("rwx------"));
        if (parent != null) {
            force(parent);
        }
    }

    /** Makes an empty file, mode 0600, where nothing may be yet; SQLite gives the files beside it the same mode. */
    static void createFile(Path file) throws IOException {
        Files.createFile(file, mode("rw-------"));
    }

    /** Makes a directory of its own, mode 0700, with a name that nobody has. */
    static Path createTemporary(Path within) throws IOException {
        return Files.createTempDirectory(within, "diptych-", mode("rwx------"));
    }

    /** Makes an empty file, mode 0600, with a name that nobody has. */
    static Path createTemporaryFile(Path within) throws IOException {
        return Files.createTempFile(within, "diptych-", ".spool", mode("rw-------"));
    }

    /**
     * Makes the names in a directory durable. An interrupt of the calling thread would close the channel in the middle, so
     * it is put aside and set again.
     */
    static void force(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!forced(directory)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean forced(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException interrupted) {
            return false;
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
