package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What tests of the store share: stores that do not wait for locks, and SQLite's own shell in a few lines. */
final class Stores {
    static final StoreId ID = new StoreId("00112233445566778899aabbccddeeff");
    static final PayloadReader PAYLOADS = TwinPayloadReader.FORMAT;

    private Stores() {}

    static StoreProvider at(Path file) {
        return at(file, StoreOptions.OWN);
    }

    static StoreProvider at(Path file, StoreOptions options) {
        return new SqliteAdapter().at(URI.create("sqlite:" + file + "?busyTimeoutMillis=0"), PAYLOADS, options);
    }

    /** Inserts the batches as the mirror does: each in a transaction, with the position. */
    static void fill(QueryStore store, List<List<SealedEvent>> batches) {
        LedgerId ledger = ledgerOf(batches);
        for (List<SealedEvent> batch : batches) {
            store.inTransaction(transaction -> {
                transaction.adopt(ledger);
                transaction.insert(batch);
                Sequence last = batch.get(batch.size() - 1).sequence();
                transaction.moveTo(new LogPosition("at " + last), last);
                return last;
            });
        }
    }

    static LedgerId ledgerOf(List<List<SealedEvent>> batches) {
        return new LedgerId(batches.get(0).get(0).previousHash());
    }

    /** A chain of its own, in batches of at most a tenth of it. */
    static List<List<SealedEvent>> chain(SeededEvents events, int count) {
        return events.chain(events.ledgerId(), count, Math.max(1, count / 10));
    }

    static List<SealedEvent> flat(List<List<SealedEvent>> batches) {
        return batches.stream().flatMap(List::stream).toList();
    }

    static List<StoredRow> rows(StoreReader store) {
        List<StoredRow> rows = new ArrayList<>();
        try (RowScan scan = store.scan(Sequence.NONE, Sequence.of(Sequence.VALUE_MAX))) {
            while (scan.advance()) {
                rows.add(scan.row());
            }
        }
        return rows;
    }

    /** A connection that knows nothing of this adapter. */
    static Connection shell(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + file);
    }

    static void run(Path file, String... statements) throws SQLException {
        try (Connection connection = shell(file)) {
            run(connection, statements);
        }
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs a statement on rows whose columns take values of any type, as pages changed from outside can hold. */
    static void runWithoutTypes(Path file, String statement) throws SQLException {
        String written = ask(file, "SELECT hex(sql) FROM sqlite_schema WHERE name = 'diptych_events'");
        run(
                file,
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '')"
                        + " WHERE name = 'diptych_events'");
        run(
                file,
                "BEGIN",
                "UPDATE diptych_mirror SET unlocked = 1",
                statement,
                "UPDATE diptych_mirror SET unlocked = 0",
                "COMMIT");
        run(
                file,
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = CAST(x'" + written + "' AS TEXT) WHERE name = 'diptych_events'");
    }

    /** Runs a program outside this process. */
    static void shellCommand(String... words) {
        try {
            Process process = new ProcessBuilder(words).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + " ended with " + process.exitValue());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    static String ask(Path file, String query) throws SQLException {
        try (Connection connection = shell(file)) {
            return ask(connection, query);
        }
    }

    static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "no row";
        }
    }
}
