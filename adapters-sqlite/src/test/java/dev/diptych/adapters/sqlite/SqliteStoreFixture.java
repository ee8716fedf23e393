package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.suites.StoreFixture;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driven.StoreUpgrade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A store on real SQLite in a directory of its own. A kill is what another process finds of the files at that moment: they
 * are copied from outside, since this process must not open them, and the store goes on in the copy.
 */
final class SqliteStoreFixture implements StoreFixture {
    private final Path directory;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int deaths;

    private SqliteStoreFixture(Path directory) {
        this.directory = directory;
    }

    static SqliteStoreFixture in(Path parent) {
        try {
            return new SqliteStoreFixture(Files.createTempDirectory(parent, "store"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path file() {
        return directory.resolve("life" + deaths).resolve("store.db");
    }

    @Override
    public StoreProvider provider() {
        StoreProvider real = Stores.at(file());
        return new StoreProvider() {
            @Override
            public StorePresence presence() {
                return real.presence();
            }

            @Override
            public QueryStore create(StoreId id, long epoch) {
                return kept(real.create(id, epoch));
            }

            @Override
            public QueryStore openForUpgrade() {
                return kept(real.openForUpgrade());
            }

            @Override
            public Optional<StoreUpgrade> upgrade() {
                return real.upgrade();
            }

            @Override
            public QueryStore openForWriting() {
                return kept(real.openForWriting());
            }

            @Override
            public StoreReader openForReading() {
                return kept(real.openForReading());
            }
        };
    }

    private <T extends AutoCloseable> T kept(T store) {
        opened.add(store);
        return store;
    }

    @Override
    public boolean canKill() {
        return true;
    }

    @Override
    public void kill() {
        Path before = file().getParent();
        deaths++;
        Stores.shellCommand("cp", "-r", before.toString(), file().getParent().toString());
    }

    @Override
    public boolean canHoldBusy() {
        return true;
    }

    @Override
    public Held holdBusy() {
        Connection other = begun();
        return () -> close(other);
    }

    @Override
    public CallersTransaction begin() {
        Connection callers = begun();
        return new CallersTransaction() {
            @Override
            public Object given() {
                return callers;
            }

            @Override
            public void commit() {
                run(callers, "COMMIT");
            }

            @Override
            public void rollback() {
                run(callers, "ROLLBACK");
            }
        };
    }

    private Connection begun() {
        try {
            Connection connection = kept(Stores.shell(file()));
            run(connection, "BEGIN IMMEDIATE");
            return connection;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public Class<?> unwrapped() {
        return Handle.class;
    }

    @Override
    public CallersStatements statements(StoreTransaction inside) {
        return new SqliteCallersStatements(inside.unwrap(Connection.class));
    }

    @Override
    public boolean canMakeOutdated() {
        return true;
    }

    @Override
    public void createOutdated(StoreId id) {
        try {
            Files.createDirectories(file().getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        OldStores.make(file(), id, StoreOptions.OWN);
    }

    @Override
    public String callersTable() {
        return "callers";
    }

    @Override
    public Optional<String> callersValue(String key) {
        return SqliteCallersStatements.committed(file(), key);
    }

    @Override
    public void fillDisk(StoreTransaction inside) {
        SqliteCallersStatements.fillDisk(inside.unwrap(Connection.class));
    }

    /** The limit is the connection's own, and goes with it. */
    @Override
    public void makeRoom() {}

    @Override
    public void editPinned(String text) {
        run("UPDATE diptych_mirror SET pinned = '" + text + "'");
    }

    @Override
    public void editRow(long sequence, RowColumn column, String value) {
        String literal = "'" + value.replace("'", "''") + "'";
        String sql = column.form() == RowColumn.Form.HASH
                ? "x" + literal
                : column == RowColumn.BATCH_END || column == RowColumn.VOID ? value : literal;
        unlocked("UPDATE diptych_events SET " + column.column() + " = " + sql + " WHERE seq = " + sequence);
    }

    @Override
    public void deleteRow(long sequence) {
        unlocked("DELETE FROM diptych_events WHERE seq = " + sequence);
    }

    private void unlocked(String statement) {
        run(
                "BEGIN IMMEDIATE",
                "UPDATE diptych_mirror SET unlocked = 1",
                statement,
                "UPDATE diptych_mirror SET unlocked = 0",
                "COMMIT");
    }

    @Override
    public void deleteStore() {
        try {
            for (String name : new String[] {"store.db", "store.db-wal", "store.db-shm"}) {
                Files.deleteIfExists(file().resolveSibling(name));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void putForeign() {
        try {
            Files.createDirectories(file().getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        run("CREATE TABLE somebody_elses (x)");
    }

    @Override
    public void setSchema(int version) {
        run("UPDATE diptych_mirror SET store_schema = " + version, "PRAGMA user_version = " + version);
    }

    private void run(String... statements) {
        try {
            Stores.run(file(), statements);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void run(Connection connection, String statement) {
        try {
            Stores.run(connection, statement);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
