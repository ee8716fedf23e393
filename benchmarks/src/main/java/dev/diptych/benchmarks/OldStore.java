package dev.diptych.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes a store of schema 1 of the rows of a newer one, as the program left it that knew no other. */
final class OldStore {
    private static final String SCHEMA = "/dev/diptych/adapters/sqlite/schema-1.sql";

    private OldStore() {}

    /**
     * @return how long SQLite took to put all rows into a table with its indexes, in nanoseconds: the floor of any backfill
     */
    static long copy(Path newer, Path older) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + older);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA application_id = " + 0x44495054);
            statement.execute("PRAGMA user_version = 1");
            List<String> parts = schema();
            for (String part : parts) {
                if (!part.startsWith("CREATE TRIGGER")) {
                    statement.execute(part);
                }
            }
            statement.execute("ATTACH '" + newer + "' AS newer");
            long begun = System.nanoTime();
            copyTable(statement, "diptych_events");
            long took = System.nanoTime() - begun;
            copyTable(statement, "diptych_mirror");
            statement.execute("UPDATE diptych_mirror SET store_schema = 1");
            for (String part : parts) {
                if (part.startsWith("CREATE TRIGGER")) {
                    statement.execute(part);
                }
            }
            return took;
        }
    }

    private static void copyTable(Statement statement, String table) throws SQLException {
        String columns = String.join(", ", columns(statement, table));
        statement.execute(
                "INSERT INTO main." + table + " (" + columns + ") SELECT " + columns + " FROM newer." + table);
    }

    private static List<String> columns(Statement statement, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "', 'main')")) {
            while (found.next()) {
                columns.add(found.getString(1));
            }
        }
        return columns;
    }

    /** The statements: each begins a line with CREATE, and a line of comment ends it. */
    private static List<String> schema() {
        try (InputStream in = OldStore.class.getResourceAsStream(SCHEMA)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.startsWith("--") ? "" : line)
                    .collect(Collectors.joining("\n"));
            return List.of(script.strip().split("\n+(?=CREATE )"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
