package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.Deadlines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Deadlines that no clock brings about: the time is over when a test says so. */
public final class HandDeadlines implements Deadlines {
    private final List<Running> running = new ArrayList<>();

    @Override
    public synchronized Deadline begin(Duration after, Runnable expired) {
        Running begun = new Running(after, expired);
        running.add(begun);
        return begun;
    }

    /**
     * Lets the time be over, once, of all deadlines that run: each is called on a thread of its own, and all calls are waited
     * for. To be called again where a call is to come again.
     */
    public void expire() {
        running().stream().map(Running::call).toList().forEach(CompletableFuture::join);
    }

    /** The times that are running, in the order in which they began. */
    public List<Duration> times() {
        return running().stream().map(one -> one.after).toList();
    }

    private synchronized List<Running> running() {
        return List.copyOf(running);
    }

    private synchronized void forget(Running closed) {
        running.remove(closed);
    }

    /** A time that is running. Its monitor is held while it is called, which the calling thread may enter again. */
    private final class Running implements Deadline {
        private final Duration after;
        private final Runnable expired;
        private boolean closed;

        Running(Duration after, Runnable expired) {
            this.after = after;
            this.expired = expired;
        }

        CompletableFuture<Void> call() {
            CompletableFuture<Void> called = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            callUnlessClosed();
                            called.complete(null);
                        } catch (RuntimeException | Error thrown) {
                            called.completeExceptionally(thrown);
                        }
                    },
                    "twin-deadline");
            thread.setDaemon(true);
            thread.start();
            return called;
        }

        private synchronized void callUnlessClosed() {
            if (!closed) {
                expired.run();
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            forget(this);
        }
    }
}
