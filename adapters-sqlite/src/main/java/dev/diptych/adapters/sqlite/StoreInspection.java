package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a database holds, judged by its own words: {@code sqlite_master}, two pragmas and the row of {@code
 * diptych_mirror}. A database with that table is a store of ours; nothing is read from the file but through SQLite.
 */
final class StoreInspection {
    private final SqliteDatabase database;
    private final Map<String, String> definitions;
    private final long applicationId;
    private final long userVersion;

    private StoreInspection(SqliteDatabase database, Connection connection) throws SQLException {
        this.database = database;
        this.definitions = definitions(connection);
        this.applicationId = Long.parseLong(SqliteDatabase.text(connection, "PRAGMA main.application_id"));
        this.userVersion = Long.parseLong(SqliteDatabase.text(connection, "PRAGMA main.user_version"));
    }

    private static Map<String, String> definitions(Connection connection) throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT type, name, sql FROM main.sqlite_master")) {
            while (rows.next()) {
                found.put(rows.getString(1) + " " + rows.getString(2), rows.getString(3));
            }
        }
        return found;
    }

    static StoreInspection of(SqliteDatabase database, Connection connection) throws SQLException {
        return new StoreInspection(database, connection);
    }

    boolean isEmpty() {
        return definitions.isEmpty();
    }

    boolean isStore() {
        return definitions.containsKey("table diptych_mirror");
    }

    /**
     * Passes a store that this program can read.
     *
     * @return the schema that it has
     * @throws ForeignStoreException if it is none
     * @throws UnknownStoreVersionException if only a newer program understands it
     * @throws StoreFailedException if it is a store but not a whole one
     */
    StoreSchema requireReadableStore(Connection connection) throws SQLException {
        if (!isStore()) {
            throw foreign();
        }
        StoreSchema schema = requireVersion(connection);
        for (StoreSchema.Part part : schema.parts()) {
            if (part.holdsData() && !isAsWritten(part)) {
                throw new StoreFailedException("the store " + database.file() + " has a table " + part.name()
                        + " that is not the one of schema " + schema.version()
                        + (definitions.containsKey(key(part)) ? ": it was altered" : ": it is missing")
                        + ". Nothing was changed. Next: move the file and what lies beside it under its name away"
                        + " together and run diptych replay, which makes a new store from the log");
            }
        }
        return schema;
    }

    /** The views, indexes and triggers that are not as this program writes them in stores of this schema. */
    List<StoreSchema.Part> partsToRestore(StoreSchema schema) {
        return schema.parts().stream()
                .filter(part -> !part.holdsData() && !isAsWritten(part))
                .toList();
    }

    /** All that is not as this program writes it in stores of this schema, as this transaction sees it; indexes aside. */
    static List<StoreSchema.Part> partsMissing(Connection connection, StoreSchema schema) throws SQLException {
        Map<String, String> found = definitions(connection);
        return schema.parts().stream()
                .filter(part -> !part.isIndex() && !part.sql().equals(found.get(key(part))))
                .toList();
    }

    /** Whether the file was made for a store, and is nobody else's. */
    static boolean isOwnFile(Connection connection) throws SQLException {
        return SqliteDatabase.text(connection, "PRAGMA main.application_id")
                .equals(Integer.toString(StoreSchema.APPLICATION_ID));
    }

    private boolean isOwnFile() {
        return applicationId == StoreSchema.APPLICATION_ID;
    }

    private boolean isAsWritten(StoreSchema.Part part) {
        return part.sql().equals(definitions.get(key(part)));
    }

    private static String key(StoreSchema.Part part) {
        return part.type() + " " + part.name();
    }

    private ForeignStoreException foreign() {
        return new ForeignStoreException("the database " + database.file()
                + " is not a store of Diptych: expected a table"
                + " diptych_mirror, found "
                + (isEmpty() ? "no table at all" : definitions.size() + " other tables and indexes")
                + ". It was left as it is. Next: name another file as the store"
                + (isEmpty() ? ", or remove this one" : ""));
    }

    private StoreSchema requireVersion(Connection connection) throws SQLException {
        long format;
        long schema;
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT format, store_schema FROM main.diptych_mirror");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw notWhole("an empty diptych_mirror");
            }
            format = row.getLong(1);
            schema = row.getLong(2);
        }
        // In a shared file user_version is its owner's business.
        long newest = isOwnFile() ? Math.max(schema, userVersion) : schema;
        if (newest > StoreSchema.VERSION || format > SealedEvent.FORMAT_VERSION) {
            throw new UnknownStoreVersionException("the store " + database.file() + " has schema " + newest
                    + " and line format " + format + ", this program knows schemas through " + StoreSchema.VERSION
                    + " and formats through " + SealedEvent.FORMAT_VERSION
                    + ". It was left as it is. Next: use the newer program that wrote it");
        }
        if (schema < 1 || format < 1) {
            throw notWhole("schema " + schema + " and line format " + format);
        }
        if (isOwnFile() && userVersion != schema) {
            throw notWhole("schema " + schema + " in diptych_mirror and " + userVersion + " in user_version");
        }
        return StoreSchema.of((int) schema);
    }

    private StoreFailedException notWhole(String found) {
        return new StoreFailedException(
                "the store " + database.file() + " has " + found + ", expected a schema from 1 through "
                        + StoreSchema.VERSION + " and line format " + SealedEvent.FORMAT_VERSION
                        + ". Nothing was changed. Next: move the file away and run diptych replay, which makes a new store from"
                        + " the log");
    }
}
