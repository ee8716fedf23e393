package dev.diptych.application.verify;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.parity.RowCursor;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads rows on a thread of its own, a little ahead of whoever compares them, so that the store is read while the log is
 * hashed. What lies ahead is bounded in rows and in bytes. What the reading thread fails with is thrown at the comparing
 * one when it gets there; closing stops the reading and waits for it to end, so that the store can be closed behind it.
 */
final class RowsAhead implements RowCursor, AutoCloseable {
    private static final int ROWS_PER_CHUNK = 256;
    private static final int BYTES_PER_CHUNK = 512 * 1024;

    private final RowHandOver handOver = new RowHandOver();
    private final Witnesses witnesses;
    private final Optional<Thread> reading;
    private List<StoredRow> chunk = List.of();
    private int next;

    private RowsAhead(Optional<StoreReader> store, long after, long through, Witnesses witnesses) {
        this.witnesses = witnesses;
        reading = store.filter(reader -> after < through)
                .map(reader -> new Thread(() -> read(reader, after, through), "diptych-rows"));
        reading.ifPresentOrElse(
                thread -> {
                    thread.setDaemon(true);
                    thread.start();
                },
                () -> handOver.end(Optional.empty()));
    }

    /** The rows behind {@code after}, through {@code through}, each shown to the witnesses; none where there is no store. */
    static RowsAhead of(Optional<StoreReader> store, long after, long through, Witnesses witnesses) {
        return new RowsAhead(store, after, through, witnesses);
    }

    @Override
    public boolean advance() {
        if (next >= chunk.size()) {
            chunk = handOver.take();
            next = 0;
        }
        if (chunk.isEmpty()) {
            return false;
        }
        next++;
        witnesses.row(current());
        return true;
    }

    @Override
    public long sequence() {
        return current().sequence();
    }

    @Override
    public byte[] line() {
        return current().line();
    }

    @Override
    public String id() {
        return current().id();
    }

    @Override
    public boolean isVoid() {
        return current().isVoid();
    }

    @Override
    public void close() {
        handOver.abandon();
        reading.ifPresent(RowsAhead::join);
    }

    private StoredRow current() {
        return chunk.get(next - 1);
    }

    private void read(StoreReader store, long after, long through) {
        try (RowScan scan = store.scan(Sequence.of(after), Sequence.of(through))) {
            boolean isWanted = true;
            List<StoredRow> gathered = new ArrayList<>(ROWS_PER_CHUNK);
            int bytes = 0;
            while (isWanted && scan.advance()) {
                StoredRow read = scan.row();
                gathered.add(read);
                bytes += read.line().length;
                if (gathered.size() >= ROWS_PER_CHUNK || bytes >= BYTES_PER_CHUNK) {
                    isWanted = handOver.put(gathered);
                    gathered = new ArrayList<>(ROWS_PER_CHUNK);
                    bytes = 0;
                }
            }
            if (!gathered.isEmpty()) {
                handOver.put(gathered);
            }
        } catch (RuntimeException | Error failed) {
            handOver.end(Optional.of(failed));
            return;
        }
        handOver.end(Optional.empty());
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
