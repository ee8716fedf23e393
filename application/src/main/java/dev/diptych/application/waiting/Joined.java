package dev.diptych.application.waiting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What work on another thread came to. */
public final class Joined {
    private Joined() {}

    /** Waits for the work, which an interrupt does not end, and throws what it threw. */
    public static <T> T of(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
