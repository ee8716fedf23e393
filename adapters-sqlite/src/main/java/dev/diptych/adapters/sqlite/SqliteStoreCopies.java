package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoreCopies;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/**
 * Copies a database by SQLite's own online backup: every page, in one step, inside one read transaction. So the copy has what
 * was committed when it began, wherever that lay, and a writer goes on meanwhile; its write-ahead log cannot be begun anew
 * until the copy is made. Whatever else is in the file comes along.
 *
 * <p>The copy is made under the name it keeps, in a file that only its owner may read. SQLite forces it before the backup
 * ends; then it is opened once by itself, and closed, so that it is one file, sound, with nothing beside it.
 */
public final class SqliteStoreCopies implements StoreCopies {
    private static final int ALL_PAGES = -1;
    private static final int SLEEP_MILLIS = 20;

    private final SqliteLocation location;
    private final PayloadReader payloads;

    private SqliteStoreCopies(SqliteLocation location, PayloadReader payloads) {
        this.location = location;
        this.payloads = payloads;
    }

    /**
     * Copies of the store at a place.
     *
     * @param payloads the judge of payloads, with the limits of the format
     * @throws IllegalArgumentException if the URI names no place
     */
    public static SqliteStoreCopies of(URI store, PayloadReader payloads) {
        return new SqliteStoreCopies(SqliteLocation.parse(store), payloads);
    }

    @Override
    public StoreProvider in(Path directory) {
        return new SqliteStoreProvider(copyIn(directory), payloads, StoreOptions.OWN);
    }

    private SqliteLocation copyIn(Path directory) {
        return new SqliteLocation(directory.resolve(FILE_NAME), location.busyTimeoutMillis(), location.copyDirectory());
    }

    @Override
    public void copyTo(Path directory) {
        SqliteDatabase source = SqliteDatabase.locate(location);
        if (!Files.exists(source.file())) {
            throw new StoreFailedException("there is no store at " + source.file()
                    + " to be copied. Nothing was changed. Next: see that the directory is the right one; diptych replay"
                    + " makes a store from the log");
        }
        SqliteDatabase copy = SqliteDatabase.locate(copyIn(directory));
        if (copy.file().equals(source.file())) {
            throw new StoreFailedException("the store " + source.file()
                    + " cannot be copied onto itself. Nothing was changed. Next: name another directory");
        }
        try {
            makeRoom(copy);
            copyBesideReader(source, copy);
            settle(copy);
            SqliteDirectories.force(directory);
        } catch (IOException failed) {
            throw new StoreFailedException(
                    "the store " + source.file() + " cannot be copied to " + copy.file() + ": " + failed
                            + ". The store itself was not touched. Next: look at the directory, its owner and its modes",
                    failed);
        }
    }

    private static void makeRoom(SqliteDatabase copy) throws IOException {
        Files.deleteIfExists(copy.writeAheadLog());
        Files.deleteIfExists(copy.sharedMemory());
        Files.deleteIfExists(copy.file());
        SqliteDirectories.createFile(copy.file());
    }

    /** Closing the reader, the last to read here, takes away the empty write-ahead log that reading leaves where there was none. */
    private void copyBesideReader(SqliteDatabase source, SqliteDatabase copy) {
        try (StoreReader beside = new SqliteStoreProvider(location, payloads, StoreOptions.OWN).openForReading()) {
            if (beside.note().isPresent()) {
                throw new StoreFailedException("the store " + source.file() + " cannot be copied: "
                        + beside.note().get()
                        + ". Nothing was changed. Next: copy the files with the system's own means,"
                        + " the database and what lies beside it together");
            }
            copyPages(source, copy);
        }
    }

    private static void copyPages(SqliteDatabase source, SqliteDatabase copy) {
        String doing = "copying to " + copy.file();
        try (OpenConnection connection = source.openReader()) {
            StoreInspection.of(source, connection.jdbc()).requireReadableStore(connection.jdbc());
            int timeouts = Math.max(1, source.busyTimeoutMillis() / SLEEP_MILLIS);
            int code = connection
                    .jdbc()
                    .getDatabase()
                    .backup("main", copy.file().toString(), null, SLEEP_MILLIS, timeouts, ALL_PAGES);
            if (code != SQLiteErrorCode.SQLITE_OK.code) {
                throw new SQLException(
                        "the online backup ended with " + SQLiteErrorCode.getErrorCode(code & 0xff), "", code);
            }
        } catch (SQLException failed) {
            throw source.failure(doing, failed);
        }
    }

    /** Leaves it in WAL mode, as a store is, with nothing beside it. */
    private static void settle(SqliteDatabase copy) {
        try (OpenConnection maker = copy.openMaker()) {
            StoreInspection.of(copy, maker.jdbc()).requireReadableStore(maker.jdbc());
            copy.requireWriteAheadLog(maker.jdbc());
        } catch (SQLException failed) {
            throw copy.failure("closing the copy", failed);
        }
    }

    /**
     * The database file, absolute.
     *
     * @param store a URI with this adapter's scheme
     * @throws IllegalArgumentException if it names no place
     */
    public static Path fileOf(URI store) {
        return SqliteLocation.parse(store).path().toAbsolutePath().normalize();
    }
}
