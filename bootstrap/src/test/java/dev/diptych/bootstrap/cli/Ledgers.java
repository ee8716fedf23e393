package dev.diptych.bootstrap.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** Hands that reach into a ledger, in a directory, while nobody holds it. */
final class Ledgers {
    private static final String FIRST_SEGMENT = "00000000000000000001.jsonl";

    private Ledgers() {}

    /** A copy of a ledger's directory that a test may do with as it likes. */
    static Path copyOf(Path directory, Path target) throws IOException {
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.toList()) {
                Files.copy(entry, target.resolve(directory.relativize(entry).toString()));
            }
        }
        return target;
    }

    static Path segment(Path directory) {
        return directory.resolve("log").resolve(FIRST_SEGMENT);
    }

    static String log(Path directory) throws IOException {
        return Files.readString(segment(directory), StandardCharsets.UTF_8);
    }

    static void setLog(Path directory, String text) throws IOException {
        Files.writeString(segment(directory), text, StandardCharsets.UTF_8);
    }

    static void deleteStore(Path directory) throws IOException {
        for (String name : new String[] {"store.db", "store.db-wal", "store.db-shm", "store.db-journal"}) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    /** Runs statements as somebody with a database shell would. */
    static void sql(Path directory, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The same with the triggers out of the way that would refuse it. */
    static void sqlPastTriggers(Path directory, String... statements) throws SQLException {
        sql(directory, "UPDATE diptych_mirror SET unlocked = 1");
        sql(directory, statements);
        sql(directory, "UPDATE diptych_mirror SET unlocked = 0");
    }
}
