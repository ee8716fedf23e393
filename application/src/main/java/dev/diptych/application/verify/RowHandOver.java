package dev.diptych.application.verify;

import dev.diptych.ports.driven.StoredRow;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Hands rows from the thread that reads them to the one that compares them, a few chunks ahead and no more. */
final class RowHandOver {
    private static final int CHUNKS_AHEAD = 6;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<List<StoredRow>> ahead = new ArrayDeque<>();
    private Optional<Throwable> failure = Optional.empty();
    private boolean ended;
    private boolean abandoned;

    /**
     * Hands a chunk over, waiting while enough are ahead.
     *
     * @return whether it is still wanted
     */
    boolean put(List<StoredRow> chunk) {
        lock.lock();
        try {
            while (!abandoned && ahead.size() >= CHUNKS_AHEAD) {
                changed.awaitUninterruptibly();
            }
            ahead.add(chunk);
            changed.signal();
            return !abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** Says that no more comes, and why where that is a failure. */
    void end(Optional<Throwable> because) {
        lock.lock();
        try {
            ended = true;
            failure = because;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next chunk, waiting for it; none once all was taken. A failure of the reader is thrown in its place. */
    List<StoredRow> take() {
        lock.lock();
        try {
            while (ahead.isEmpty() && !ended) {
                changed.awaitUninterruptibly();
            }
            if (!ahead.isEmpty()) {
                changed.signal();
                return ahead.remove();
            }
            failure.ifPresent(RowHandOver::rethrow);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Says that nothing more is wanted. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
