/**
 * The store, on SQLite through sqlite-jdbc, with Jdbi as the door for callers who have statements of their own.
 *
 * <p>In reading order: {@link dev.diptych.adapters.sqlite.SqliteAdapter} and {@code SqliteStoreProvider} find, make and
 * open stores; {@code StoreSchema} and {@code StoreInspection} say what one is; {@code SqliteStore} is one, of a {@code
 * SqliteWriter} and a {@code SqliteStoreReader}; {@code RowColumns} makes a row of a line and {@code PackedRow} a line of a
 * row.
 */
package dev.diptych.adapters.sqlite;
