package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Makes stores.
 *
 * <p>A new file is made whole under another name, closed, and only then given its own: so a crash leaves either no store
 * or a whole one, and never a file that is neither. In a database that is there already, the tables are made in one
 * transaction. The indexes are left to {@link SqliteWriter}, which makes them when the first rows are there.
 */
final class StoreMaker {
    /** What a crash may leave; the next making removes it. It is never a store that anybody used. */
    private static final String UNFINISHED = ".aside-unfinished";

    private final SqliteDatabase database;
    private final StoreOptions options;
    private final StoreSchema schema;

    StoreMaker(SqliteDatabase database, StoreOptions options) {
        this(database, options, StoreSchema.newest());
    }

    /**
     * @param schema an older one only where a store is to be made as an older program made it
     */
    StoreMaker(SqliteDatabase database, StoreOptions options, StoreSchema schema) {
        this.database = database;
        this.options = options;
        this.schema = schema;
    }

    /** Makes a store; when this returns, it survives a power cut. */
    void make(StoreId id, long epoch) {
        Path file = database.file();
        try {
            if (Files.exists(file)) {
                makeInside(id, epoch);
            } else {
                makeNew(id, epoch);
            }
            SqliteDirectories.force(file.getParent());
        } catch (IOException failed) {
            throw new StoreFailedException(
                    "the store " + file + " cannot be made: " + failed
                            + ". Nothing was changed. Next: look at the directory, its owner and its modes",
                    failed);
        } catch (SQLException failed) {
            throw database.failure("making the store", failed);
        }
    }

    private void makeNew(StoreId id, long epoch) throws IOException, SQLException {
        Path file = database.file();
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        removeWithCompanions(unfinished);
        SqliteDirectories.createFile(unfinished);
        try (OpenConnection maker = new SqliteDatabase(unfinished, database.busyTimeoutMillis()).openMaker()) {
            write(maker.jdbc(), id, epoch, true);
        }
        try {
            Files.createLink(file, unfinished); // Commit point. Fails if somebody else made the file meanwhile.
        } catch (FileAlreadyExistsException other) {
            throw new ForeignStoreException(
                    "something came to be at " + file + " while a store was made for it. It was left as it is. Next:"
                            + " open what is there",
                    other);
        } finally {
            removeWithCompanions(unfinished);
        }
    }

    private void makeInside(StoreId id, long epoch) throws SQLException {
        try (OpenConnection reader = database.openReader()) {
            requireRoom(StoreInspection.of(database, reader.jdbc()));
        }
        try (OpenConnection maker = database.openMaker()) {
            write(maker.jdbc(), id, epoch, false);
        }
    }

    private void write(Connection connection, StoreId id, long epoch, boolean isNew) throws SQLException {
        SqliteDatabase.execute(connection, "BEGIN IMMEDIATE");
        try {
            StoreInspection found = StoreInspection.of(database, connection);
            requireRoom(found);
            for (StoreSchema.Part part : schema.parts()) {
                if (!part.isIndex()) {
                    SqliteDatabase.execute(connection, part.sql());
                }
            }
            insertIdentity(connection, id, epoch);
            if (isNew || found.isEmpty()) {
                SqliteDatabase.execute(connection, "PRAGMA application_id = " + StoreSchema.APPLICATION_ID);
                SqliteDatabase.execute(connection, "PRAGMA user_version = " + schema.version());
            }
            SqliteDatabase.execute(connection, "COMMIT"); // Commit point where the database was there before.
        } catch (SQLException | RuntimeException failed) {
            Closing.suppressing(failed, () -> SqliteDatabase.execute(connection, "ROLLBACK"));
            throw failed;
        }
        database.requireWriteAheadLog(connection);
    }

    private void requireRoom(StoreInspection found) {
        if (found.isStore()) {
            throw new ForeignStoreException(
                    "there is a store at " + database.file() + " already. It was left as it is. Next: open it");
        }
        if (!found.isEmpty() && !options.sharesExisting()) {
            throw new ForeignStoreException("the database " + database.file() + " holds tables of somebody else. It was"
                    + " left as it is. Next: name another file, or allow the store to share it with diptych init"
                    + " --into-existing or StoreOptions.shareExisting()");
        }
    }

    private void insertIdentity(Connection connection, StoreId id, long epoch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO main.diptych_mirror (one, store_id, format, store_schema, epoch) VALUES (1, ?, ?, ?, ?)")) {
            insert.setString(1, id.value());
            insert.setInt(2, SealedEvent.FORMAT_VERSION);
            insert.setInt(3, schema.version());
            insert.setLong(4, epoch);
            insert.executeUpdate();
        }
    }

    private static void removeWithCompanions(Path file) throws IOException {
        for (String companion : new String[] {"-journal", "-wal", "-shm", ""}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + companion));
        }
    }
}
