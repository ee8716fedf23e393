package dev.diptych.bootstrap.cutover;

import dev.diptych.bootstrap.Diptych;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.Mirror;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database of a caller's, with tables of its own, in which the store of a ledger lies too. */
final class SharedDatabase {
    private final Path directory;

    private SharedDatabase(Path directory) {
        this.directory = directory;
    }

    /** One with a parent that two children refer to, and a ledger of so many events. */
    static SharedDatabase with(Path directory, int events) throws SQLException {
        SharedDatabase made = new SharedDatabase(directory);
        made.sql(
                "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL"
                        + " REFERENCES customers (id) ON DELETE CASCADE)",
                "INSERT INTO customers VALUES (1, 'ada')",
                "INSERT INTO orders VALUES (1, 1), (2, 1)");
        try (Mirror mirror = made.ledger().intoExisting().open()) {
            for (int i = 1; i <= events; i++) {
                AppendAnswer answer =
                        mirror.append(EventDraft.of("com.example.noted.v1", "{\"of\":" + i + "}"), mirror.decide());
                if (!(answer instanceof AppendAnswer.Mirrored)) {
                    throw new AssertionError("not mirrored: " + answer);
                }
            }
        }
        return made;
    }

    Diptych ledger() {
        return Diptych.at(directory.resolve("mirror")).store(URI.create("sqlite:" + file()));
    }

    Path file() {
        return directory.resolve("app.db");
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The whole schema, and every row of the caller's tables. */
    List<String> dump() throws SQLException {
        List<String> dump = new ArrayList<>(query(
                "SELECT type || ' ' || name || ' ' || coalesce(sql, '')" + " FROM sqlite_schema ORDER BY type, name"));
        List<String> tables = query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'diptych%'"
                + " AND name NOT LIKE 'sqlite%' ORDER BY name");
        for (String table : tables) {
            for (String row : query("SELECT * FROM " + table + " ORDER BY 1")) {
                dump.add(table + ": " + row);
            }
        }
        return dump;
    }

    long epoch() throws SQLException {
        return Long.parseLong(query("SELECT epoch FROM diptych_mirror").get(0));
    }

    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }
}
