package dev.diptych.adapters.sqlite;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.SQLiteConnection;

/** A connection that is counted as long as it is open. */
final class OpenConnection implements AutoCloseable {
    private final SQLiteConnection jdbc;
    private final FileIdentity file;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenConnection(SQLiteConnection jdbc, FileIdentity file) {
        this.jdbc = jdbc;
        this.file = file;
    }

    SQLiteConnection jdbc() {
        return jdbc;
    }

    @Override
    public void close() throws SQLException {
        if (closed.compareAndSet(false, true)) {
            try {
                jdbc.close();
            } finally {
                OpenDatabases.closed(file);
            }
        }
    }
}
