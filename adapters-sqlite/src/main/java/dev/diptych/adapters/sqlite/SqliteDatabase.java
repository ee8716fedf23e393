package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * One database file, found once: its real path, which is not a symbolic link, and the connections to it.
 *
 * <p>All connections stay in JDBC's autocommit mode, because {@code Connection.commit()} of this driver is COMMIT and
 * BEGIN together: it may throw although the row was committed, and what follows then runs statement by statement. BEGIN
 * IMMEDIATE, COMMIT and ROLLBACK are SQL text here. Extensions cannot be loaded (the driver's default), and functions
 * inside the schema are not trusted.
 *
 * @param file the real path
 * @param busyTimeoutMillis how long a statement waits for another connection's lock
 */
record SqliteDatabase(Path file, int busyTimeoutMillis) {
    /** Earlier versions can lose a committed write when the write-ahead log is reset while another connection commits. */
    private static final String VERSION_MIN = "3.51.3";

    /** Kibibytes; keys in random order, such as foreign ids, need the leaves of the id index in memory. */
    private static final int WRITER_CACHE_KIB = 16 * 1024;

    /**
     * Follows links in all of the path but its last part, once.
     *
     * @throws StoreFailedException if the directory is missing, or the last part is a link or no plain file
     */
    static SqliteDatabase locate(SqliteLocation location) {
        Path given = location.path().toAbsolutePath().normalize();
        try {
            Path file = given.getParent().toRealPath().resolve(given.getFileName());
            if (Files.isSymbolicLink(file)) {
                throw new StoreFailedException(
                        "the store " + file
                                + " is a symbolic link, expected a plain file. Nothing was changed. Next: name the file itself");
            }
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new StoreFailedException(
                        "the store " + file + " is no plain file. Nothing was changed. Next: name a file as the store");
            }
            return new SqliteDatabase(file, location.busyTimeoutMillis());
        } catch (IOException missing) {
            throw new StoreFailedException(
                    "the directory of the store " + given + " cannot be used: " + missing
                            + ". Nothing was changed. Next: make the directory, or name another place",
                    missing);
        }
    }

    Path writeAheadLog() {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    Path sharedMemory() {
        return file.resolveSibling(file.getFileName() + "-shm");
    }

    /** The bytes of the write-ahead log, 0 where there is none. Asks the directory only. */
    long writeAheadLogBytes() {
        return writeAheadLog().toFile().length();
    }

    /** For ordinary transactions: synchronous NORMAL, and no WAL checkpoints of its own. */
    OpenConnection openWriter() throws SQLException {
        return openWriter("NORMAL");
    }

    /** For bound transactions: like the other writer, but forces the write-ahead log at each COMMIT. */
    OpenConnection openBoundWriter() throws SQLException {
        return openWriter("FULL");
    }

    private OpenConnection openWriter(String synchronous) throws SQLException {
        OpenConnection connection = open(
                "rw",
                SQLiteOpenMode.READWRITE,
                List.of(
                        "PRAGMA synchronous = " + synchronous,
                        "PRAGMA wal_autocheckpoint = 0",
                        "PRAGMA journal_size_limit = 0",
                        "PRAGMA cache_size = -" + WRITER_CACHE_KIB));
        try {
            requireWriteAheadLog(connection.jdbc());
            return connection;
        } catch (SQLException | RuntimeException failed) {
            Closing.suppressing(failed, connection);
            throw failed;
        }
    }

    /** For making the schema: whatever journal the file has, and all forced at COMMIT. */
    OpenConnection openMaker() throws SQLException {
        return open("rw", SQLiteOpenMode.READWRITE, List.of("PRAGMA synchronous = FULL"));
    }

    /** For a file that nobody else knows and that need not survive anything. */
    OpenConnection openScratch() throws SQLException {
        return open(
                "rw",
                SQLiteOpenMode.READWRITE,
                List.of("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA locking_mode = EXCLUSIVE"));
    }

    /** Puts the file into WAL mode, which it then keeps. */
    void requireWriteAheadLog(Connection connection) throws SQLException {
        String mode = text(connection, "PRAGMA journal_mode = WAL");
        if (!mode.equals("wal")) {
            throw new StoreFailedException(
                    "the store " + file + " cannot have a write-ahead log: expected journal mode" + " wal, found "
                            + mode + ". Next: close other connections to it, or put it on a local file system");
        }
    }

    OpenConnection openReader() throws SQLException {
        return open("ro", SQLiteOpenMode.READONLY, List.of());
    }

    /** For a medium that cannot change: takes no locks and looks for no write-ahead log. */
    OpenConnection openImmutable() throws SQLException {
        return open("ro&immutable=1", SQLiteOpenMode.READONLY, List.of());
    }

    private OpenConnection open(String mode, SQLiteOpenMode flag, List<String> pragmas) throws SQLException {
        FileIdentity identity = identity();
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        if (flag == SQLiteOpenMode.READONLY) {
            config.setReadOnly(true);
        }
        config.setBusyTimeout(busyTimeoutMillis);
        OpenDatabases.opened(identity);
        OpenConnection connection;
        try {
            connection = new OpenConnection(
                    (SQLiteConnection) config.createConnection("jdbc:sqlite:file:" + uriPath(file) + "?mode=" + mode),
                    identity);
        } catch (SQLException | RuntimeException | LinkageError failed) {
            OpenDatabases.closed(identity);
            throw failed;
        }
        try {
            prepare(connection.jdbc(), pragmas);
            return connection;
        } catch (SQLException | RuntimeException failed) {
            Closing.suppressing(failed, connection);
            throw failed;
        }
    }

    private FileIdentity identity() {
        try {
            return FileIdentity.of(file);
        } catch (IOException missing) {
            throw new StoreFailedException(
                    "there is no store at " + file + ": " + missing
                            + ". Nothing was changed. Next: diptych replay makes it from the log",
                    missing);
        }
    }

    private void prepare(Connection connection, List<String> pragmas) throws SQLException {
        requireVersion(connection);
        execute(connection, "PRAGMA trusted_schema = OFF");
        execute(connection, "PRAGMA foreign_keys = ON");
        // The first statement that reads the file: what is no database is found here.
        String encoding = text(connection, "PRAGMA encoding");
        if (!encoding.equals("UTF-8")) {
            throw new StoreFailedException("the store " + file + " has encoding " + encoding
                    + ", expected UTF-8. Nothing was changed. Next: name another file as the store");
        }
        for (String pragma : pragmas) {
            execute(connection, pragma);
        }
    }

    private void requireVersion(Connection connection) throws SQLException {
        String version = text(connection, "SELECT sqlite_version()");
        if (Arrays.compare(numbers(version), numbers(VERSION_MIN)) < 0) {
            throw new StoreFailedException("the SQLite on the class path is " + version + ", expected " + VERSION_MIN
                    + " or later, because earlier ones can lose a committed write. " + file
                    + " was not touched. Next: update org.xerial:sqlite-jdbc");
        }
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    /** Percent escapes for whatever could end the path in the URI that SQLite reads. */
    private static String uriPath(Path path) {
        StringBuilder out = new StringBuilder();
        for (byte b : path.toString().getBytes(StandardCharsets.UTF_8)) {
            if (b <= ' ' || b == '%' || b == '?' || b == '#' || b == '&' || b == 0x7f) {
                out.append('%').append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row as text; empty where there is none. */
    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            String value = row.next() ? row.getString(1) : null;
            return value == null ? "" : value;
        }
    }

    /** What every later call on a store whose medium failed is told. */
    StoreFailedException broken(StoreFailedException because) {
        return new StoreFailedException(
                "the store " + file + " is not used on, because its medium failed: " + because.getMessage()
                        + " All its connections are closed. Next: close it and open it again, which finds out what was kept",
                because);
    }

    PortException failure(String doing, SQLException cause) {
        return SqliteFailures.of(doing, file, cause);
    }
}
