package dev.diptych.contracts.files;

import java.nio.file.Path;

/**
 * One call on a file system, counted and named, so that a test can make each of them fail in turn.
 *
 * @param index how many calls came before it, from 0
 * @param kind what was called
 * @param path on what; of a rename, the new name
 */
public record FileOperation(long index, Kind kind, Path path) {
    /** What can be called. */
    public enum Kind {
        OPEN,
        OPEN_FOR_READING,
        CREATE,
        CREATE_DIRECTORY,
        FORCE_DIRECTORY,
        RENAME,
        DELETE,
        LIST,
        STATE,
        LOCK,
        READ,
        WRITE,
        SIZE,
        TRUNCATE,
        FORCE,
        IDENTITY;

        /** Whether the call changes what lies on the medium, or what of it would survive a power cut. */
        public boolean changes() {
            return switch (this) {
                case CREATE, CREATE_DIRECTORY, FORCE_DIRECTORY, RENAME, DELETE, LOCK, WRITE, TRUNCATE, FORCE -> true;
                case OPEN, OPEN_FOR_READING, LIST, STATE, READ, SIZE, IDENTITY -> false;
            };
        }

        /** Whether the call makes earlier ones survive a power cut. */
        boolean forces() {
            return this == FORCE || this == FORCE_DIRECTORY;
        }
    }

    @Override
    public String toString() {
        return "operation " + index + ", " + kind + " of " + path;
    }
}
