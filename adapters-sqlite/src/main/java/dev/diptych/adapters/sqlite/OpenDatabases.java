package dev.diptych.adapters.sqlite;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The databases that this process has open through this adapter, by file.
 *
 * <p>A process that opens a database file by itself, even for reading, drops every lock that SQLite holds on it here when
 * it closes the file: POSIX locks belong to the process and the inode. So whoever must read the bytes of a database asks
 * here first. Shared by the whole class loader, because locks are.
 */
final class OpenDatabases {
    private static final Map<FileIdentity, Integer> CONNECTIONS = new ConcurrentHashMap<>();

    private OpenDatabases() {}

    static void opened(FileIdentity file) {
        CONNECTIONS.merge(file, 1, Integer::sum);
    }

    static void closed(FileIdentity file) {
        CONNECTIONS.computeIfPresent(file, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    /** Runs {@code work} if this process has no connection to the file, and keeps others from opening one meanwhile. */
    static boolean runIfClosed(FileIdentity file, Runnable work) {
        boolean[] ran = {false};
        CONNECTIONS.compute(file, (key, count) -> {
            if (count == null) {
                work.run();
                ran[0] = true;
            }
            return count;
        });
        return ran[0];
    }
}
