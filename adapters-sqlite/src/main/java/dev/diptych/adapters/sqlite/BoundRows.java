package dev.diptych.adapters.sqlite;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.StoreFailedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bound transaction inserted, and the looks right before its COMMIT. They are taken with the transaction still
 * open, on its own connection: what they see is what COMMIT makes durable.
 */
final class BoundRows {
    private final Object place;
    private final List<SealedEvent> inserted = new ArrayList<>();

    BoundRows(Object place) {
        this.place = place;
    }

    void add(List<SealedEvent> events) {
        inserted.addAll(events);
    }

    /** Whether the end of the transaction is what a later reader learns from its rows. */
    boolean isEmpty() {
        return inserted.isEmpty();
    }

    /** Dooms a transaction that could not be committed as one, or would be committed without its rows. */
    void lookBeforeCommit(BoundConnection connection) {
        if (connection.watch().doomed().isPresent()) {
            return;
        }
        try {
            requireOneDatabase(connection);
            for (SealedEvent event : inserted) {
                requireRow(event, connection.rows());
            }
        } catch (SQLException failed) {
            connection.watch().doom(SqliteFailures.of("looking at the rows before COMMIT", place, failed));
        } catch (RuntimeException failed) {
            connection.watch().doom(failed);
        }
    }

    private void requireOneDatabase(BoundConnection connection) throws SQLException {
        String attached = connection.attached();
        if (!attached.isEmpty()) {
            throw new StoreFailedException("a second database was attached inside the transaction on " + place + ": "
                    + attached
                    + ". A commit over two files is not atomic. Nothing of it is kept. Next: write to the other"
                    + " database outside this transaction");
        }
    }

    private void requireRow(SealedEvent event, StoreRows rows) throws SQLException {
        if (!rows.row(event.sequence()).map(row -> row.holds(event)).orElse(false)) {
            throw new StoreFailedException("the row of " + event + " in " + place
                    + " is not as it was inserted in this transaction: a savepoint took it, or a statement changed it."
                    + " Nothing of the transaction is kept. Next: append outside of savepoints that are rolled back");
        }
    }
}
