package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.OutdatedStoreException;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreUpgrade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One place where a SQLite store is, or may come to be. */
final class SqliteStoreProvider implements StoreProvider {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStoreProvider.class);

    private final SqliteLocation location;
    private final PayloadReader payloads;
    private final StoreOptions options;

    SqliteStoreProvider(SqliteLocation location, PayloadReader payloads, StoreOptions options) {
        this.location = location;
        this.payloads = payloads;
        this.options = options;
    }

    /**
     * Asks the directory only. A file without a byte counts as nothing: a store can be made in it; and so does a database
     * without a store, which is looked into for that, where the caller allows to share one.
     */
    @Override
    public StorePresence presence() {
        Path file = location.path();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return StorePresence.ABSENT;
        }
        boolean holdsBytes = Files.isSymbolicLink(file)
                || !Files.isRegularFile(file)
                || file.toFile().length() > 0;
        if (holdsBytes && options.sharesExisting() && isDatabaseWithoutStore()) {
            return StorePresence.ABSENT;
        }
        Path writeAheadLog = file.resolveSibling(file.getFileName() + "-wal");
        return holdsBytes
                ? new StorePresence(true, Files.exists(writeAheadLog, LinkOption.NOFOLLOW_LINKS))
                : StorePresence.ABSENT;
    }

    private boolean isDatabaseWithoutStore() {
        try {
            SqliteDatabase database = existing();
            try (OpenConnection connection = database.openReader()) {
                return !StoreInspection.of(database, connection.jdbc()).isStore();
            }
        } catch (SQLException | PortException unreadable) {
            return false;
        }
    }

    @Override
    public QueryStore create(StoreId id, long epoch) {
        try {
            SqliteDirectories.create(
                    location.path().toAbsolutePath().normalize().getParent());
        } catch (IOException failed) {
            throw new StoreFailedException(
                    "the directory of the store " + location.path() + " cannot be made: " + failed
                            + ". Nothing was changed. Next: look at the directory above it, its owner and its modes",
                    failed);
        }
        SqliteDatabase database = SqliteDatabase.locate(location);
        new StoreMaker(database, options).make(id, epoch);
        return openedForWriting(database, true);
    }

    @Override
    public QueryStore openForWriting() {
        return openedForWriting(StoreSchema.VERSION);
    }

    @Override
    public QueryStore openForUpgrade() {
        return openedForWriting(1);
    }

    /** Asks a reader, so that nothing is changed and a store that may not be written is answered for too. */
    @Override
    public Optional<StoreUpgrade> upgrade() {
        if (!presence().exists()) {
            return Optional.empty();
        }
        try (StoreReader reader = openForReading()) {
            return reader.identity().schema() == 1
                    ? Optional.of(new StoreUpgrade(1, StoreSchema.VERSION, SchemaTwoSteps.ALL))
                    : Optional.empty();
        }
    }

    /**
     * @param oldest the oldest schema that is written
     */
    private QueryStore openedForWriting(int oldest) {
        SqliteDatabase database = existing();
        if (!Files.isWritable(database.file())) {
            throw new StoreFailedException("the store " + database.file()
                    + " may not be written by this user. Nothing was changed. Next: look at its owner and modes, or open"
                    + " it for reading");
        }
        try (OpenConnection connection = database.openReader()) {
            StoreSchema found = StoreInspection.of(database, connection.jdbc()).requireReadableStore(connection.jdbc());
            if (found.version() < oldest) {
                throw outdated(database, found);
            }
        } catch (SQLException failed) {
            throw database.failure("opening", failed);
        }
        return openedForWriting(database, false);
    }

    private static OutdatedStoreException outdated(SqliteDatabase database, StoreSchema found) {
        return new OutdatedStoreException(
                "the store " + database.file() + " is of an older schema than this program"
                        + " writes: expected schema " + StoreSchema.VERSION + ", found schema " + found.version()
                        + ". Nothing was changed; it can be read as it is. Next: diptych cutover run, which brings it up to date");
    }

    private QueryStore openedForWriting(SqliteDatabase database, boolean justMade) {
        OpenConnection connection;
        try {
            connection = database.openWriter();
        } catch (SQLException failed) {
            throw database.failure("opening for writing", failed);
        }
        try {
            Optional<String> note = justMade ? Optional.empty() : restoreParts(database, connection);
            ReadConnections readers = new ReadConnections(database, database::openReader, payloads);
            return new SqliteStore(
                    database,
                    justMade ? SqliteWriter.ofNewStore(database, connection) : SqliteWriter.of(database, connection),
                    readers,
                    new SqliteStoreReader(database, readers, payloads, note, () -> {}));
        } catch (SQLException failed) {
            RuntimeException failure = database.failure("opening for writing", failed);
            Closing.suppressing(failure, connection);
            throw failure;
        } catch (RuntimeException failed) {
            Closing.suppressing(failed, connection);
            throw failed;
        }
    }

    /** Triggers, indexes and the view hold no data: where one was dropped or altered, it is made again. */
    private static Optional<String> restoreParts(SqliteDatabase database, OpenConnection connection)
            throws SQLException {
        StoreInspection found = StoreInspection.of(database, connection.jdbc());
        List<StoreSchema.Part> missing = found.partsToRestore(found.requireReadableStore(connection.jdbc()));
        boolean unlocked = SqliteDatabase.text(connection.jdbc(), "SELECT unlocked FROM main.diptych_mirror")
                .equals("1");
        if (missing.isEmpty() && !unlocked) {
            return Optional.empty();
        }
        SqliteDatabase.execute(connection.jdbc(), "BEGIN IMMEDIATE");
        for (StoreSchema.Part part : missing) {
            SqliteDatabase.execute(connection.jdbc(), "DROP " + part.type() + " IF EXISTS main." + part.name());
            SqliteDatabase.execute(connection.jdbc(), part.sql());
        }
        SqliteDatabase.execute(connection.jdbc(), "UPDATE main.diptych_mirror SET unlocked = 0");
        SqliteDatabase.execute(connection.jdbc(), "COMMIT");
        if (!unlocked && missing.stream().allMatch(StoreSchema.Part::isIndex)) {
            LOG.info("{}: made the indexes that the process that filled the store did not come to", database.file());
            return Optional.empty();
        }
        String restored = missing.stream()
                .map(part -> part.type() + " " + part.name())
                .collect(Collectors.joining(", ", "the store was found edited: made again ", ""));
        String note = missing.isEmpty() ? "the store was found unlocked, and was locked again" : restored;
        LOG.warn("{}: {}. Rows may have been edited too; diptych verify tells", database.file(), note);
        return Optional.of(note);
    }

    @Override
    public StoreReader openForReading() {
        SqliteDatabase database = existing();
        boolean hadLog = Files.exists(database.writeAheadLog(), LinkOption.NOFOLLOW_LINKS);
        try {
            return reader(
                    database,
                    database::openReader,
                    Optional.empty(),
                    hadLog ? () -> {} : () -> removeEmptyLog(database));
        } catch (SQLException failed) {
            if (!SqliteFailures.isForWantOfWriting(failed)) {
                throw database.failure("opening for reading", failed);
            }
            return readerWhereNothingCanBeWritten(database, failed);
        }
    }

    /**
     * A connection that only reads makes an empty write-ahead log where there is none, and cannot remove it. It would hide
     * from the next writer that one was lost. The last connection that may write removes it when it is closed.
     */
    private static void removeEmptyLog(SqliteDatabase database) {
        if (!Files.exists(database.writeAheadLog(), LinkOption.NOFOLLOW_LINKS) || database.writeAheadLogBytes() > 0) {
            return;
        }
        try (OpenConnection last = database.openMaker()) {
            LOG.debug("{}: closing {} removes the empty write-ahead log", database.file(), last);
        } catch (SQLException inUse) {
            LOG.debug("{}: the empty write-ahead log stays", database.file(), inUse);
        }
    }

    private StoreReader readerWhereNothingCanBeWritten(SqliteDatabase database, SQLException why) {
        try {
            if (database.writeAheadLogBytes() == 0) {
                return reader(
                        database,
                        database::openImmutable,
                        Optional.of(
                                "nothing can be written beside the store, so it was read as one that does not change"),
                        () -> {});
            }
            Path within = location.copyDirectory()
                    .orElseThrow(() -> new StoreFailedException(
                            "the store " + database.file() + " has a write-ahead log, which can only be read where"
                                    + " something can be written beside it, or from a copy. Nothing was changed. Next:"
                                    + " name a directory for the copy: sqlite:PATH?copyDirectory=DIRECTORY",
                            why));
            ReadableCopy copy = ReadableCopy.of(database, within);
            return readerOf(copy);
        } catch (SQLException failed) {
            failed.addSuppressed(why);
            throw database.failure("opening for reading", failed);
        } catch (IOException | UncheckedIOException failed) {
            throw new StoreFailedException(
                    "the store " + database.file() + " could not be copied to be read: " + failed
                            + ". Nothing was changed. Next: make room for a copy, or copy the file and its -wal to a"
                            + " place that can be written, together",
                    failed);
        }
    }

    private StoreReader readerOf(ReadableCopy copy) throws SQLException {
        try {
            return reader(
                    copy.database(),
                    copy.database()::openReader,
                    Optional.of("nothing can be written beside the store, so a temporary copy of it and its write-ahead"
                            + " log was read"),
                    copy);
        } catch (SQLException | RuntimeException failed) {
            Closing.suppressing(failed, copy);
            throw failed;
        }
    }

    /** Opens one connection at once, to judge what is there. */
    private StoreReader reader(
            SqliteDatabase database, ReadConnections.Opener opener, Optional<String> note, AutoCloseable behind)
            throws SQLException {
        try (OpenConnection first = opener.open()) {
            StoreInspection.of(database, first.jdbc()).requireReadableStore(first.jdbc());
        }
        ReadConnections connections = new ReadConnections(database, opener, payloads);
        return new SqliteStoreReader(database, connections, payloads, note, behind);
    }

    private SqliteDatabase existing() {
        SqliteDatabase database = SqliteDatabase.locate(location);
        if (!Files.exists(database.file()) || database.file().toFile().length() == 0) {
            throw new StoreFailedException("there is no store at " + database.file()
                    + ". Nothing was changed. Next: diptych init for a new ledger, diptych replay to make it from the"
                    + " log");
        }
        return database;
    }
}
