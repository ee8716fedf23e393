package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreConflictException;
import dev.diptych.ports.driven.StoreFailedException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What SQLite's result codes mean to a caller: the one place where an {@code SQLException} becomes a port's exception. */
final class SqliteFailures {
    private SqliteFailures() {}

    /**
     * @param doing what was being done, as the subject of "failed", for example {@code inserting 3 events}
     * @param place the database file
     */
    static PortException of(String doing, Object place, SQLException cause) {
        SQLiteErrorCode code = primaryCode(cause);
        String what = doing + " in " + place + " failed: " + text(cause);
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new StoreBusyException(
                        what + ". Another writer holds the store. Nothing was changed. Next: wait for it, or look for"
                                + " the process that keeps a transaction open on this file",
                        cause);
            case SQLITE_CONSTRAINT -> ofConstraint(what, cause);
            case SQLITE_NOTADB ->
                new ForeignStoreException(
                        what + ". Expected a SQLite database, found something else. It was left as it is. Next: name"
                                + " another file as the store, or move this one away",
                        cause);
            case SQLITE_FULL ->
                new StoreFailedException(
                        what + ". There is no room. Nothing of the transaction is kept. Next: make room; the next"
                                + " opening rolls the store forward",
                        cause);
            case SQLITE_CORRUPT ->
                new StoreFailedException(
                        what + ". The database is damaged inside. Nothing was changed. Next: move the file and what"
                                + " lies beside it under its name away together and run diptych replay, which makes a"
                                + " new store from the log",
                        cause);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
                new StoreFailedException(
                        what + ". Expected a file and a directory that may be read and written. Nothing was changed."
                                + " Next: look at the owner and the modes of the file and its directory",
                        cause);
            case SQLITE_IOERR ->
                new StoreFailedException(
                        what + ". The medium failed. Next: look into the system's log for the disk, then open the"
                                + " store again: what was committed is rolled forward from the log",
                        cause);
            default ->
                new StoreFailedException(
                        what + ". Next: open the store again; diptych verify tells how it stands", cause);
        };
    }

    /** A taken sequence or id is a conflict; a constraint of tables that a caller has in the same file is not. */
    private static PortException ofConstraint(String what, SQLException cause) {
        String message = text(cause);
        if (message.contains("UNIQUE constraint failed: diptych_events.") || message.contains("diptych: ")) {
            return new StoreConflictException(
                    what
                            + ". The sequence or the id is taken. Nothing of the transaction is kept. Next: diptych verify",
                    cause);
        }
        return new StoreFailedException(
                what + ". A constraint refused it. Nothing of the transaction is kept. Next: look at the table, the"
                        + " trigger or the foreign key that it names",
                cause);
    }

    /**
     * Whether a COMMIT or a checkpoint that failed so leaves the medium in doubt. Being busy, a constraint that was to be
     * met at COMMIT, and a full disk do not: nothing was forced that might not have arrived.
     */
    static boolean leavesMediumInDoubt(SQLException failure) {
        return switch (primaryCode(failure)) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CONSTRAINT, SQLITE_FULL, SQLITE_INTERRUPT -> false;
            default -> true;
        };
    }

    /** Whether a database cannot be opened because nothing may be written beside it. */
    static boolean isForWantOfWriting(SQLException failure) {
        SQLiteErrorCode code = primaryCode(failure);
        return code == SQLiteErrorCode.SQLITE_CANTOPEN || code == SQLiteErrorCode.SQLITE_READONLY;
    }

    /** The primary result code: SQLite keeps it in the lowest byte of the extended ones. */
    static SQLiteErrorCode primaryCode(SQLException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
    }

    private static String text(SQLException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? "SQLite said no more than code " + failure.getErrorCode()
                : message;
    }
}
