package dev.diptych.application.append;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Condition free = lock.newCondition();
    private final ArrayDeque<AppendRequest> waiting = new ArrayDeque<>();
    private final long bytesMax;
    private long bytes;
    private boolean isWriting;
    private boolean hadCompany;
    private boolean closed;
    private int waitingAlone;
    private boolean batchIsNext;
    private boolean overdue;
    private volatile Optional<Thread> holder = Optional.empty();

    RequestQueue(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether a caller came in. */
    enum Entry {
        IN,
        /** The queue is closed. */
        CLOSED,
        /** Somebody who has the turn alone keeps it for longer than it may. */
        OVERDUE
    }

    /** Puts a request in, waiting while the queue is full; one larger than the whole queue goes in when it is alone. */
    Entry put(AppendRequest request) {
        lock.lock();
        try {
            while (!closed && !overdue && !waiting.isEmpty() && bytes + request.bytes() > bytesMax) {
                room.awaitUninterruptibly();
            }
            if (closed || overdue) {
                return closed ? Entry.CLOSED : Entry.OVERDUE;
            }
            waiting.add(request);
            bytes += request.bytes();
            arrived.signal();
            return Entry.IN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the turn to write and takes it, for one transaction: until {@link #endTurn} nothing is taken out of the queue.
     * Transactions and batches that wait take turns.
     */
    Entry takeTurnAlone() {
        lock.lock();
        try {
            waitingAlone++;
            while (!closed && !overdue && (isWriting || batchIsNext && !waiting.isEmpty())) {
                free.awaitUninterruptibly();
            }
            waitingAlone--;
            if (closed || overdue) {
                arrived.signal();
                return closed ? Entry.CLOSED : Entry.OVERDUE;
            }
            isWriting = true;
            batchIsNext = true;
            holder = Optional.of(Thread.currentThread());
            return Entry.IN;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this thread has the turn for a transaction, so that it must not wait for it. */
    boolean isHeldByThisThread() {
        return holder.filter(thread -> thread == Thread.currentThread()).isPresent();
    }

    /** Whether a transaction has the turn. */
    boolean isHeld() {
        return holder.isPresent();
    }

    /**
     * Lets nobody wait any more for a transaction that has the turn, until it ends.
     *
     * @return the requests that waited
     */
    List<AppendRequest> refuseWaiting() {
        lock.lock();
        try {
            if (!isHeld()) {
                return List.of();
            }
            overdue = true;
            free.signalAll();
            return takeAll();
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
            if (closed || isWriting || hadCompany || waitingAlone > 0 || !waiting.isEmpty()) {
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
            overdue = false;
            holder = Optional.empty();
            arrived.signal();
            free.signalAll();
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
            while (isWriting || !closed && (waiting.isEmpty() || waitingAlone > 0 && !batchIsNext)) {
                arrived.awaitUninterruptibly();
            }
            batchIsNext = false;
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
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
