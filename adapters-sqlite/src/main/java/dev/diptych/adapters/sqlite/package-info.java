/** The store of a ledger, kept in a SQLite database. */
package dev.diptych.adapters.sqlite;
