package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.UnmatchedSpool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A spool in a temporary database: two tables that are filled in the order of the walk, and joined at the end by tables
 * that number equal keys, so that the first line takes the first row, the second the second.
 *
 * <p>The file loses its name as soon as it is open where the system allows that, so that even a kill leaves nothing behind.
 */
final class SqliteUnmatchedSpool implements UnmatchedSpool {
    private static final int ROWS_PER_BATCH = 1_000;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE line (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id TEXT)",
            "CREATE TABLE held (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id TEXT NOT NULL)");

    private static final List<String> JOIN = List.of(
            // Lines without an id take rows by sequence.
            "CREATE TABLE held_by_seq (seq, k, n, PRIMARY KEY (seq, k)) WITHOUT ROWID",
            """
            INSERT INTO held_by_seq SELECT seq, row_number() OVER (PARTITION BY seq ORDER BY n), n FROM held \
            WHERE EXISTS (SELECT 1 FROM line WHERE id IS NULL)""",
            "CREATE TABLE taken (line INTEGER PRIMARY KEY, held INTEGER NOT NULL UNIQUE)",
            """
            INSERT INTO taken SELECT l.n, h.n FROM \
            (SELECT n, seq, row_number() OVER (PARTITION BY seq ORDER BY n) AS k FROM line WHERE id IS NULL) AS l \
            JOIN held_by_seq AS h ON h.seq = l.seq AND h.k = l.k""",
            // Lines with an id take what is left by id.
            "CREATE TABLE held_by_id (id, k, n, seq, PRIMARY KEY (id, k)) WITHOUT ROWID",
            """
            INSERT INTO held_by_id SELECT id, row_number() OVER (PARTITION BY id ORDER BY n), n, seq FROM held \
            WHERE NOT EXISTS (SELECT 1 FROM taken WHERE taken.held = held.n)""",
            "CREATE TABLE line_by_id (id, k, n, seq, PRIMARY KEY (id, k)) WITHOUT ROWID",
            """
            INSERT INTO line_by_id SELECT id, row_number() OVER (PARTITION BY id ORDER BY n), n, seq FROM line \
            WHERE id IS NOT NULL""");

    private static final String JOINED = """
            SELECT h.id, l.seq, h.seq, 0, l.seq AS place, 0 AS kind, l.n AS n FROM line AS l \
            LEFT JOIN taken AS t ON t.line = l.n LEFT JOIN held AS h ON h.n = t.held WHERE l.id IS NULL \
            UNION ALL \
            SELECT l.id, l.seq, h.seq, l.k > 1, l.seq, 1, l.n FROM line_by_id AS l \
            LEFT JOIN held_by_id AS h ON h.id = l.id AND h.k = l.k \
            UNION ALL \
            SELECT h.id, NULL, h.seq, 0, h.seq, 2, h.n FROM held_by_id AS h \
            WHERE NOT EXISTS (SELECT 1 FROM line_by_id AS l WHERE l.id = h.id AND l.k = h.k) \
            ORDER BY place, kind, n""";

    private final SqliteDatabase database;
    private final OpenConnection connection;
    private final PreparedStatement addLine;
    private final PreparedStatement addHeld;
    private int lines;
    private int held;
    private boolean joined;
    private boolean closed;

    private SqliteUnmatchedSpool(SqliteDatabase database, OpenConnection connection) throws SQLException {
        this.database = database;
        this.connection = connection;
        for (String table : TABLES) {
            SqliteDatabase.execute(connection.jdbc(), table);
        }
        SqliteDatabase.execute(connection.jdbc(), "BEGIN");
        this.addLine = connection.jdbc().prepareStatement("INSERT INTO line (seq, id) VALUES (?, ?)");
        this.addHeld = connection.jdbc().prepareStatement("INSERT INTO held (seq, id) VALUES (?, ?)");
    }

    static SqliteUnmatchedSpool on(SqliteDatabase database) throws SQLException {
        OpenConnection connection;
        try {
            connection = database.openScratch();
        } catch (SQLException | RuntimeException failed) {
            Closing.suppressing(failed, () -> Files.deleteIfExists(database.file()));
            throw failed;
        }
        try {
            SqliteUnmatchedSpool spool = new SqliteUnmatchedSpool(database, connection);
            spool.loseName();
            return spool;
        } catch (SQLException | RuntimeException failed) {
            Closing.suppressing(failed, connection);
            Closing.suppressing(failed, () -> Files.deleteIfExists(database.file()));
            throw failed;
        }
    }

    /** Where an open file cannot lose its name, closing removes it. */
    private boolean loseName() {
        try {
            return Files.deleteIfExists(database.file());
        } catch (IOException open) {
            return false;
        }
    }

    @Override
    public void addFromLog(long sequence, Optional<String> id) {
        requireFilling();
        try {
            addLine.setLong(1, sequence);
            if (id.isPresent()) {
                addLine.setString(2, id.get());
            } else {
                addLine.setNull(2, Types.VARCHAR);
            }
            addLine.addBatch();
            if (++lines % ROWS_PER_BATCH == 0) {
                addLine.executeBatch();
            }
        } catch (SQLException failed) {
            throw database.failure("keeping what could not be matched", failed);
        }
    }

    @Override
    public void addFromStore(long sequence, String id) {
        requireFilling();
        try {
            addHeld.setLong(1, sequence);
            addHeld.setString(2, id);
            addHeld.addBatch();
            if (++held % ROWS_PER_BATCH == 0) {
                addHeld.executeBatch();
            }
        } catch (SQLException failed) {
            throw database.failure("keeping what could not be matched", failed);
        }
    }

    @Override
    public Joined joined() {
        requireFilling();
        joined = true;
        try {
            addLine.executeBatch();
            addHeld.executeBatch();
            for (String step : JOIN) {
                SqliteDatabase.execute(connection.jdbc(), step);
            }
            Statement select = connection.jdbc().createStatement();
            return new JoinedRows(select, select.executeQuery(JOINED));
        } catch (SQLException failed) {
            throw database.failure("joining what could not be matched", failed);
        }
    }

    private void requireFilling() {
        if (closed || joined) {
            throw new IllegalStateException("this spool was " + (closed ? "closed" : "joined") + " before");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connection.close();
        } catch (SQLException failed) {
            throw database.failure("closing a temporary database", failed);
        } finally {
            removeFile();
        }
    }

    private void removeFile() {
        try {
            Files.deleteIfExists(database.file());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The walk over the answer of {@link #JOINED}. */
    private final class JoinedRows implements Joined {
        private final Statement select;
        private final ResultSet rows;
        private boolean onRow;

        JoinedRows(Statement select, ResultSet rows) {
            this.select = select;
            this.rows = rows;
        }

        @Override
        public boolean advance() {
            onRow = read(rows::next);
            return onRow;
        }

        @Override
        public Optional<String> id() {
            requireRow();
            return Optional.ofNullable(read(() -> rows.getString(1)));
        }

        @Override
        public OptionalLong logSequence() {
            return sequence(2);
        }

        @Override
        public OptionalLong storeSequence() {
            return sequence(3);
        }

        @Override
        public boolean isRepeated() {
            requireRow();
            return read(() -> rows.getInt(4)) == 1;
        }

        private OptionalLong sequence(int column) {
            requireRow();
            long value = read(() -> rows.getLong(column));
            return read(rows::wasNull) ? OptionalLong.empty() : OptionalLong.of(value);
        }

        private void requireRow() {
            if (!onRow) {
                throw new IllegalStateException("there is no pair to look at");
            }
        }

        private <T> T read(Reading<T> reading) {
            if (closed) {
                throw new IllegalStateException("this spool was closed before");
            }
            try {
                return reading.read();
            } catch (SQLException failed) {
                throw database.failure("reading what could not be matched", failed);
            }
        }

        @Override
        public void close() {
            onRow = false;
            try {
                select.close();
            } catch (SQLException failed) {
                throw database.failure("ending the walk over what could not be matched", failed);
            }
        }
    }

    /** One look at the current row. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws SQLException;
    }
}
