package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoredRow;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A walk in snapshots of a few thousand rows. */
final class TwinRowScan implements RowScan {
    private static final int SNAPSHOT_ROWS = 4_096;

    private final TwinStoreReader reader;
    private final long through;
    private long after;
    private Iterator<StoredRow> snapshot = List.<StoredRow>of().iterator();
    private Optional<StoredRow> current = Optional.empty();
    private boolean closed;

    TwinRowScan(TwinStoreReader reader, long after, long through) {
        reader.open();
        this.reader = reader;
        this.after = after;
        this.through = through;
    }

    @Override
    public boolean advance() {
        if (closed) {
            throw new IllegalStateException("this walk was closed");
        }
        TwinStoreDisk disk = reader.open();
        if (!snapshot.hasNext()) {
            snapshot = disk.page(after, through, SNAPSHOT_ROWS).iterator();
        }
        current = snapshot.hasNext() ? Optional.of(snapshot.next()) : Optional.empty();
        current.ifPresent(row -> after = row.sequence());
        return current.isPresent();
    }

    @Override
    public long sequence() {
        return row().sequence();
    }

    @Override
    public StoredRow row() {
        return current.orElseThrow(() -> new IllegalStateException("there is no row to look at"));
    }

    @Override
    public void close() {
        closed = true;
        current = Optional.empty();
    }
}
