package dev.diptych.ports.driven.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file system as a log needs it: few calls, each with a promise about power cuts. Tests put a file system behind it
 * that crashes, runs full, and fails at any call.
 *
 * <p>Nothing here follows a symbolic link in the last part of a path. Files are made with mode 0600, directories with
 * 0700.
 */
public interface DurableFiles {
    /** Opens a file that is there, for reading and writing. */
    DurableFile open(Path file) throws IOException;

    /** Opens a file that is there, for reading. */
    DurableFile openForReading(Path file) throws IOException;

    /** Makes a file that must not be there yet. Its name is durable once its directory is forced. */
    DurableFile create(Path file) throws IOException;

    /** Makes a directory and the missing ones above it, each forced into the one above. Does nothing where it is there. */
    void createDirectories(Path directory) throws IOException;

    /** Makes the names in a directory durable: what was made, renamed or deleted in it. */
    void forceDirectory(Path directory) throws IOException;

    /** Gives a file another name in the same directory, replacing what has that name, in one step. Not durable by itself. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file; does nothing where there is none. Not durable by itself. */
    void delete(Path file) throws IOException;

    /** The names in a directory, in their order as text; empty where there is no directory. */
    List<String> list(Path directory) throws IOException;

    /** What lies at a path, not following a link; empty where there is nothing. */
    Optional<FileState> state(Path file) throws IOException;

    /**
     * Takes a lock that one holder at a time can have, in this process and beyond, without waiting. The file is made if
     * it is missing, and nothing else may ever open it: closing any other handle on it would drop the lock.
     *
     * @return the lock, given up by closing it; empty if somebody holds it
     */
    Optional<Closeable> tryLock(Path file) throws IOException;

    /**
     * What lies at a path.
     *
     * @param kind what it is
     * @param size its bytes
     * @param identity device and inode, or what stands for them: equal for the same file only
     */
    record FileState(Kind kind, long size, String identity) {
        /** What a path can be. */
        public enum Kind {
            FILE,
            DIRECTORY,
            LINK,
            OTHER
        }
    }
}
