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
            "CREATE TABLE line (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id TEXT, equals_row INTEGER NOT NULL)",
            "CREATE TABLE held (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id TEXT NOT NULL)");

    private static final List<String> JOIN = List.of(
            // kind 0: the line equals the row that it took; 1: it took the row in its place.
            "CREATE TABLE taken (line INTEGER PRIMARY KEY, held INTEGER NOT NULL UNIQUE, kind INTEGER NOT NULL)",
            // Lines that equal the row of their sequence take it.
            """
            INSERT INTO taken SELECT l.n, h.n, 0 FROM \
            (SELECT n, seq, row_number() OVER (PARTITION BY seq ORDER BY n) AS k FROM line WHERE equals_row = 1) AS l \
            JOIN (SELECT n, seq, row_number() OVER (PARTITION BY seq ORDER BY n) AS k FROM held \
            WHERE EXISTS (SELECT 1 FROM line WHERE equals_row = 1)) AS h ON h.seq = l.seq AND h.k = l.k""",
            // Lines without an id take what is left by sequence.
            "CREATE TABLE held_by_seq (seq, k, n, PRIMARY KEY (seq, k)) WITHOUT ROWID",
            """
            INSERT INTO held_by_seq SELECT seq, row_number() OVER (PARTITION BY seq ORDER BY n), n FROM held \
            WHERE NOT EXISTS (SELECT 1 FROM taken WHERE taken.held = held.n) \
            AND EXISTS (SELECT 1 FROM line WHERE id IS NULL)""",
            """
            INSERT INTO taken SELECT l.n, h.n, 1 FROM \
            (SELECT n, seq, row_number() OVER (PARTITION BY seq ORDER BY n) AS k FROM line \
            WHERE id IS NULL AND NOT EXISTS (SELECT 1 FROM taken WHERE taken.line = line.n)) AS l \
            JOIN held_by_seq AS h ON h.seq = l.seq AND h.k = l.k""",
            // Lines with an id take what is left by id.
            "CREATE TABLE held_by_id (id, k, n, seq, PRIMARY KEY (id, k)) WITHOUT ROWID",
            """
            INSERT INTO held_by_id SELECT id, row_number() OVER (PARTITION BY id ORDER BY n), n, seq FROM held \
            WHERE NOT EXISTS (SELECT 1 FROM taken WHERE taken.held = held.n)""",
            "CREATE TABLE line_by_id (id, k, n, seq, PRIMARY KEY (id, k)) WITHOUT ROWID",
            """
            INSERT INTO line_by_id SELECT id, row_number() OVER (PARTITION BY id ORDER BY n), n, seq FROM line \
            WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM taken WHERE taken.line = line.n)""",
            // Ids of rows that a line took whose place they were in: none of their own lines can have them.
            """
            CREATE TABLE id_taken AS SELECT DISTINCT h.id AS id FROM taken AS t JOIN held AS h ON h.n = t.held \
            WHERE t.kind = 1""",
            "CREATE INDEX id_taken_by_id ON id_taken (id)");

    private static final String JOINED = """
            SELECT coalesce(l.id, h.id), l.seq, h.seq, t.kind IS 0, 0, 0, l.seq AS place, 0 AS kind, l.n AS n \
            FROM line AS l LEFT JOIN taken AS t ON t.line = l.n LEFT JOIN held AS h ON h.n = t.held \
            WHERE l.id IS NULL OR t.line IS NOT NULL \
            UNION ALL \
            SELECT l.id, l.seq, h.seq, 0, l.k > 1, \
            h.n IS NULL AND (EXISTS (SELECT 1 FROM id_taken AS i WHERE i.id = l.id) \
            OR EXISTS (SELECT 1 FROM held_by_id AS o WHERE o.id = l.id)), l.seq, 1, l.n FROM line_by_id AS l \
            LEFT JOIN held_by_id AS h ON h.id = l.id AND h.k = l.k \
            UNION ALL \
            SELECT h.id, NULL, h.seq, 0, 0, 0, h.seq, 2, h.n FROM held_by_id AS h \
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
        this.addLine = connection.jdbc().prepareStatement("INSERT INTO line (seq, id, equals_row) VALUES (?, ?, ?)");
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
    public void addFromLog(long sequence, Optional<String> id, boolean equalsRow) {
        requireFilling();
        try {
            addLine.setLong(1, sequence);
            if (id.isPresent()) {
                addLine.setString(2, id.get());
            } else {
                addLine.setNull(2, Types.VARCHAR);
            }
            addLine.setInt(3, equalsRow ? 1 : 0);
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
        public boolean isMatched() {
            return flag(4);
        }

        @Override
        public boolean isRepeated() {
            return flag(5);
        }

        @Override
        public boolean isRowTaken() {
            return flag(6);
        }

        private boolean flag(int column) {
            requireRow();
            return read(() -> rows.getInt(column)) == 1;
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
