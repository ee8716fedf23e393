package dev.diptych.bootstrap.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads a source on a thread of its own, a bounded way ahead of whoever appends, so that parsing and forcing overlap and so
 * that a signal is not kept waiting by an input that says nothing. Items come out in the order of the source.
 */
final class DraftFeed {
    private static final int ITEMS_AHEAD_MAX = 4_096;
    private static final int BYTES_AHEAD_MAX = 4 << 20;

    private final DraftSource source;
    private final Deque<DraftSource.Item> ahead = new ArrayDeque<>();
    private long bytesAhead;
    private boolean ended;
    private boolean stopped;
    private Optional<Throwable> failure = Optional.empty();

    private DraftFeed(DraftSource source) {
        this.source = source;
    }

    /** Begins to read. The thread does not keep the process alive. */
    static DraftFeed of(DraftSource source) {
        DraftFeed feed = new DraftFeed(source);
        Thread reader = new Thread(feed::read, "diptych-input");
        reader.setDaemon(true);
        reader.start();
        return feed;
    }

    /**
     * Takes what is there, at least one item, waiting for it; empty at the end or after {@link #stop}.
     *
     * @param itemsMax the most items
     * @param bytesMax no more items once they keep so much memory
     * @throws IOException if the source failed; everything read before has been taken
     */
    synchronized List<DraftSource.Item> take(int itemsMax, long bytesMax) throws IOException {
        try {
            while (ahead.isEmpty() && !ended && !stopped) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        if (stopped) {
            return List.of();
        }
        List<DraftSource.Item> taken = new ArrayList<>();
        long bytes = 0;
        while (!ahead.isEmpty() && taken.size() < itemsMax && bytes < bytesMax) {
            bytes += ahead.peekFirst().bytes();
            taken.add(ahead.removeFirst());
        }
        bytesAhead -= bytes;
        notifyAll();
        if (taken.isEmpty() && failure.isPresent()) {
            throw rethrown(failure.get());
        }
        return taken;
    }

    /** Nothing is taken any more. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    private void read() {
        try {
            Optional<DraftSource.Item> item = source.next();
            while (item.isPresent() && put(item.get())) {
                item = source.next();
            }
            end(Optional.empty());
        } catch (IOException | RuntimeException | Error failed) {
            end(Optional.of(failed));
        }
    }

    private synchronized boolean put(DraftSource.Item item) throws IOException {
        try {
            while (!stopped && !ahead.isEmpty() && (ahead.size() >= ITEMS_AHEAD_MAX || bytesAhead >= BYTES_AHEAD_MAX)) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading the input", interrupted);
        }
        ahead.addLast(item);
        bytesAhead += item.bytes();
        notifyAll();
        return !stopped;
    }

    private synchronized void end(Optional<Throwable> why) {
        failure = why;
        ended = true;
        notifyAll();
    }

    private static IOException rethrown(Throwable failure) {
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return (IOException) failure;
    }
}
