package dev.diptych.application.append;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Does many like things side by side, on the calling thread and on helpers: as many as the processors allow and the work is
 * worth. A few things are done by the caller alone, because waking a helper costs about what a signature does. Used by one
 * thread; the helpers begin when they are first needed and end at {@link #close}.
 */
final class SigningThreads implements AutoCloseable {
    /** Fewer things than this are not worth a thread. */
    private static final int WORTH_A_THREAD = 8;

    private static final long IDLE_SECONDS_MAX = 60;

    private final int helpersMax;
    private final ThreadPoolExecutor helpers;

    /**
     * @param processors how many threads may work at a time, the caller's among them
     */
    SigningThreads(int processors) {
        helpersMax = processors - 1;
        int size = Math.max(1, helpersMax);
        helpers = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS_MAX, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "diptych-signing");
                    thread.setDaemon(true);
                    return thread;
                });
        helpers.allowCoreThreadTimeOut(true);
    }

    /**
     * Does {@code one} for each number from 0 to below {@code count}, and returns when all are done.
     *
     * @param one never throws
     */
    void each(int count, IntConsumer one) {
        AtomicInteger next = new AtomicInteger();
        int wanted = Math.max(0, Math.min(helpersMax, count / WORTH_A_THREAD - 1));
        CountDownLatch ended = new CountDownLatch(wanted);
        for (int i = 0; i < wanted; i++) {
            helpers.execute(() -> {
                try {
                    take(next, count, one);
                } finally {
                    ended.countDown();
                }
            });
        }
        take(next, count, one);
        Uninterruptibly.await(ended);
    }

    private static void take(AtomicInteger next, int count, IntConsumer one) {
        for (int at = next.getAndIncrement(); at < count; at = next.getAndIncrement()) {
            one.accept(at);
        }
    }

    /** Whether helpers have begun; for tests. */
    boolean hasBegun() {
        return helpers.getPoolSize() > 0;
    }

    @Override
    public void close() {
        helpers.shutdown();
    }
}
