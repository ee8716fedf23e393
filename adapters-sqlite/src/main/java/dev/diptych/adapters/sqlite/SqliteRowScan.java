package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoredRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A walk over rows by sequence that takes a new snapshot every few thousand rows: it asks for the rows behind the last one
 * it saw. Rows never change, so what it sees does not depend on when it asks, and the write-ahead log can be reset between
 * two questions.
 */
final class SqliteRowScan implements RowScan {
    /** Rows of one snapshot: few enough to let the write-ahead log go, many enough to cost nothing. */
    static final int ROWS_PER_SNAPSHOT = 4_096;

    private static final String NEXT_ROWS = "SELECT " + PackedRow.EXPRESSION
            + ", seq FROM main.diptych_events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT " + ROWS_PER_SNAPSHOT;
    private final ReadConnections connections;
    private final ReadConnection connection;
    private final PackedRow packed = new PackedRow();
    private final long through;
    private long sequence;
    private ResultSet rows;
    private int rowsOfSnapshot;
    private boolean slow;
    private boolean onRow;
    private boolean closed;

    /** Begins behind {@code after}; the connection is given back at the end. */
    SqliteRowScan(ReadConnections connections, long after, long through) {
        this.connections = connections;
        this.connection = connections.borrow();
        this.sequence = after;
        this.through = through;
    }

    @Override
    public boolean advance() {
        connections.requireOpen();
        if (closed) {
            throw new IllegalStateException("the scan is closed");
        }
        try {
            onRow = step();
            return onRow;
        } catch (SQLException failed) {
            throw connections.failure("reading the rows behind sequence " + sequence, failed);
        }
    }

    private boolean step() throws SQLException {
        if (rows == null) {
            ask();
        }
        while (!rows.next()) {
            release();
            if (rowsOfSnapshot < ROWS_PER_SNAPSHOT) {
                return false;
            }
            ask();
        }
        rowsOfSnapshot++;
        byte[] value = rows.getBytes(1);
        slow = value == null;
        if (slow) {
            sequence = rows.getLong(2);
        } else {
            packed.unpack(value);
            sequence = packed.sequence();
        }
        return true;
    }

    private void ask() throws SQLException {
        PreparedStatement select = connection.statements().prepared(NEXT_ROWS);
        select.setLong(1, sequence);
        select.setLong(2, through);
        rows = select.executeQuery();
        rowsOfSnapshot = 0;
    }

    private void release() throws SQLException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    @Override
    public long sequence() {
        requireRow();
        return sequence;
    }

    @Override
    public StoredRow row() {
        requireRow();
        if (!slow) {
            return packed.row();
        }
        try {
            return ColumnRow.read(connection.statements().connection(), sequence);
        } catch (SQLException failed) {
            throw connections.failure("reading the row at sequence " + sequence, failed);
        }
    }

    private void requireRow() {
        if (!onRow) {
            throw new IllegalStateException("the scan stands on no row");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        onRow = false;
        try {
            if (!connections.isClosed()) {
                release();
            }
        } catch (SQLException failed) {
            throw connections.failure("ending a scan", failed);
        } finally {
            connections.giveBack(connection);
        }
    }
}
