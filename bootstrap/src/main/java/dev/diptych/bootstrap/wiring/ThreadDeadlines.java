package dev.diptych.bootstrap.wiring;

import dev.diptych.ports.driven.Deadlines;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Deadlines by the time that goes by. One daemon thread looks after all that run; only one that is over gets a thread of its
 * own, so that what is called may take its time. Where none runs there is no thread.
 */
final class ThreadDeadlines implements Deadlines {
    /** How long until what was called is called again. */
    private static final long AGAIN_MILLIS = 20;

    private static final long IDLE_SECONDS_MAX = 10;

    private final ScheduledThreadPoolExecutor timer;

    ThreadDeadlines() {
        timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "diptych-timer"));
        timer.setKeepAliveTime(IDLE_SECONDS_MAX, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Deadline begin(Duration after, Runnable expired) {
        if (after.isNegative()) {
            throw new IllegalArgumentException("a time must not be negative, was " + after);
        }
        Running running = new Running(expired);
        Future<?> start = timer.schedule(
                () -> daemon(running::callAgainAndAgain, "diptych-deadline").start(),
                after.toMillis(),
                TimeUnit.MILLISECONDS);
        return () -> {
            start.cancel(false);
            running.close();
        };
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** One time. The lock is held while it is called, which the calling thread may enter again. */
    private static final class Running {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition calledOff = lock.newCondition();
        private final Runnable expired;
        private boolean closed;

        Running(Runnable expired) {
            this.expired = expired;
        }

        void callAgainAndAgain() {
            lock.lock();
            try {
                while (!closed) {
                    expired.run();
                    pause();
                }
            } finally {
                lock.unlock();
            }
        }

        private void pause() {
            long left = TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS);
            try {
                while (!closed && left > 0) {
                    left = calledOff.awaitNanos(left);
                }
            } catch (InterruptedException sooner) {
                // Nobody interrupts this thread but what it calls; being called again sooner does no harm.
                Thread.yield();
            }
        }

        void close() {
            lock.lock();
            try {
                closed = true;
                calledOff.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
