package dev.diptych.application.append;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests that wait for a batch, bounded in bytes, and the turn to write: one thread at a time has it, the writer's or
 * that of a caller who came while nobody wrote and nothing waited. Those that arrive while a batch is being forced are taken
 * together as the next one; nobody waits for company.
 */
final class RequestQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<AppendRequest> waiting = new ArrayDeque<>();
    private final long bytesMax;
    private long bytes;
    private boolean isWriting;
    private boolean hadCompany;
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
     * Takes the turn to write, if it is free, nothing waits, and the batch before had not several requests: among many callers
     * the writer's thread makes larger batches. Whoever has the turn gives it back with {@link #endTurn}.
     *
     * @return whether the caller has it now: never once the queue is closed
     */
    boolean takeTurnIfIdle() {
        lock.lock();
        try {
            if (closed || isWriting || hadCompany || !waiting.isEmpty()) {
                return false;
            }
            isWriting = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn back. What was written before is seen by whoever takes it next. */
    void endTurn() {
        lock.lock();
        try {
            isWriting = false;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for requests and for the turn, and takes both: as many requests as fit into one batch, at least one.
     *
     * @return the requests in their order; none, and no turn, once the queue is closed and empty and nobody writes
     */
    List<AppendRequest> takeBatch(int batchBytesMax, int eventsMax) {
        lock.lock();
        try {
            while (isWriting || waiting.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<AppendRequest> taken = new ArrayList<>();
            isWriting = !waiting.isEmpty();
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
            hadCompany = taken.size() > 1;
            room.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that waits; for whoever has the turn. */
    List<AppendRequest> takeAll() {
        lock.lock();
        try {
            List<AppendRequest> taken = new ArrayList<>(waiting);
            waiting.clear();
            bytes = 0;
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
