package dev.diptych.application.append;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests that wait for a batch, bounded in bytes. Those that arrive while a batch is being forced are taken
 * together as the next one; the writer never waits for company.
 */
final class RequestQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<AppendRequest> waiting = new ArrayDeque<>();
    private final long bytesMax;
    private long bytes;
    private boolean closed;

    RequestQueue(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Puts a request in, waiting while the queue is full; one larger than the whole queue goes in when it is alone.
     *
     * @return whether it was put in: not once the queue is closed
     */
    boolean put(AppendRequest request) {
        lock.lock();
        try {
            while (!closed && !waiting.isEmpty() && bytes + request.bytes() > bytesMax) {
                room.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            waiting.add(request);
            bytes += request.bytes();
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for requests and takes as many as fit into one batch, at least one.
     *
     * @return the requests in their order; none once the queue is closed and empty
     */
    List<AppendRequest> takeBatch(int batchBytesMax, int eventsMax) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<AppendRequest> taken = new ArrayList<>();
            long takenBytes = 0;
            long takenEvents = 0;
            for (AppendRequest next = waiting.peek(); next != null; next = waiting.peek()) {
                takenBytes += next.bytes();
                takenEvents += next.drafts().size();
                if (!taken.isEmpty() && (takenBytes > batchBytesMax || takenEvents > eventsMax)) {
                    break;
                }
                taken.add(waiting.remove());
                bytes -= next.bytes();
            }
            room.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a request waits. */
    boolean hasWaiting() {
        lock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more requests; those that wait are still taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
