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
    private static final String NEXT_SEQUENCE = "SELECT min(seq) FROM main.diptych_events WHERE seq > ? AND seq <= ?";

    private final ReadConnections connections;
    private final ReadConnection connection;
    private final PackedRow packed = new PackedRow();
    private final long through;
    private long sequence;
    private ResultSet rows;
    private int rowsOfSnapshot;
    private boolean slow;
    private StoredRow slowRow;
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
        slow = false;
        if (rows == null) {
            ask();
        }
        byte[] next = nextPacked();
        if (next.length == 0) {
            return slow || stepIntoNextSnapshot();
        }
        if (packed.unpack(next)) {
            sequence = packed.sequence();
        } else {
            readSlowly(PackedRow.sequenceOf(next));
        }
        return true;
    }

    private boolean stepIntoNextSnapshot() throws SQLException {
        release();
        if (rowsOfSnapshot < ROWS_PER_SNAPSHOT) {
            return false;
        }
        return step();
    }

    private void ask() throws SQLException {
        PreparedStatement select = connection.statements().prepared(NEXT_ROWS);
        select.setLong(1, sequence);
        select.setLong(2, through);
        rows = select.executeQuery();
        rowsOfSnapshot = 0;
    }

    /** The next packed row; nothing at the snapshot's end, or where the row had to be read the slow way. */
    private byte[] nextPacked() throws SQLException {
        try {
            if (rows.next()) {
                rowsOfSnapshot++;
                return rows.getBytes(1);
            }
        } catch (SQLException unpackable) {
            StoreRows.requireUnpackable(unpackable);
            release();
            readSlowly(sequenceBehind(sequence));
        }
        return new byte[0];
    }

    private void readSlowly(long at) throws SQLException {
        slowRow = ColumnRow.read(connection.statements().connection(), at)
                .orElseThrow(() -> new SQLException("the row at sequence " + at + " went away"));
        sequence = at;
        slow = true;
    }

    private long sequenceBehind(long at) throws SQLException {
        PreparedStatement select = connection.statements().prepared(NEXT_SEQUENCE);
        select.setLong(1, at);
        select.setLong(2, through);
        try (ResultSet found = select.executeQuery()) {
            found.next();
            return found.getLong(1);
        }
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
        return slow ? slowRow : packed.row();
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
