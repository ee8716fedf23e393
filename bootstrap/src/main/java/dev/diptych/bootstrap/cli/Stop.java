package dev.diptych.bootstrap.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the command has been asked to end, by a signal. Long work looks at it between its steps; waits are made here, so
 * that they end at once. Safe for use by many threads.
 */
final class Stop {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean asked;

    synchronized boolean isAsked() {
        return asked;
    }

    /** Runs {@code action} when stopping is asked for, or at once if that has happened. */
    void whenAsked(Runnable action) {
        synchronized (this) {
            if (!asked) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }

    void ask() {
        List<Runnable> toTell;
        synchronized (this) {
            if (asked) {
                return;
            }
            asked = true;
            notifyAll();
            toTell = List.copyOf(listeners);
        }
        toTell.forEach(Runnable::run);
    }

    /** Waits for the time given, or less if stopping is asked for meanwhile, and answers whether it was. */
    synchronized boolean waitFor(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        try {
            while (!asked) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                wait(left);
            }
        } catch (InterruptedException interrupted) {
            asked = true;
            Thread.currentThread().interrupt();
        }
        return asked;
    }
}
