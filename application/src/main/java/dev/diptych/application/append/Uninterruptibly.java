package dev.diptych.application.append;

import java.util.concurrent.CountDownLatch;

/** Waiting that an interrupt does not end; the flag is set again afterwards, for whoever looks at it. */
final class Uninterruptibly {
    private Uninterruptibly() {}

    /** Waits to be notified on a monitor that the caller holds, in a loop that asks its condition again. */
    static void await(Object monitor) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    monitor.wait();
                    return;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void await(CountDownLatch latch) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    latch.await();
                    return;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void join(Thread thread) {
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
