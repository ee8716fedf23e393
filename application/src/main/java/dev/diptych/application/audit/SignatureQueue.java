package dev.diptych.application.audit;

import dev.diptych.application.waiting.Joined;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.SignatureVerifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Verifies signatures side by side, a bounded number ahead of what is told, and passes findings on in the order in which they
 * and the signatures came.
 *
 * <p>Signatures are gathered in chunks, so that handing one to another thread costs little beside verifying it. What waits is
 * bounded by chunks, and a chunk by signatures and by findings; neither keeps a line. One thread at a time; close it, which
 * stops its threads.
 */
final class SignatureQueue implements AutoCloseable {
    private static final int SIGNATURES_PER_CHUNK = 64;
    private static final int FINDINGS_PER_CHUNK = 256;
    private static final int CHUNKS_AHEAD_MAX = 64;

    private final SignatureVerifier verifier;
    private final Consumer<Finding> out;
    private final Deque<CompletableFuture<Told>> ahead = new ArrayDeque<>();
    private Optional<ExecutorService> threads = Optional.empty();
    private Chunk filling = new Chunk();
    private long verified;

    SignatureQueue(SignatureVerifier verifier, Consumer<Finding> out) {
        this.verifier = verifier;
        this.out = out;
    }

    /** A finding that does not wait for a signature, but for its turn. */
    void pass(Finding finding) {
        if (ahead.isEmpty() && filling.isEmpty()) {
            out.accept(finding);
        } else {
            filling.outcomes.add(() -> Optional.of(finding));
            submitIfFull();
        }
    }

    /** Verifies a signature some time. The finding, made on another thread, is passed on in its turn if it is not good. */
    void verify(VerifyingKey key, byte[] message, EventSignature signature, Supplier<Finding> ifBad) {
        filling.outcomes.add(
                () -> verifier.verify(key, message, signature) ? Optional.empty() : Optional.of(ifBad.get()));
        filling.signatures++;
        submitIfFull();
    }

    /** Verifies a signature on this thread, because what follows depends on it. */
    boolean verifyNow(VerifyingKey key, byte[] message, EventSignature signature) {
        boolean isGood = verifier.verify(key, message, signature);
        verified += isGood ? 1 : 0;
        return isGood;
    }

    /** Waits for everything that was given, and answers how many signatures were good. */
    long finish() {
        while (!ahead.isEmpty()) {
            pass(Joined.of(ahead.removeFirst()));
        }
        // The last chunk is not worth a thread, and a small ledger has no other.
        pass(filling.judge());
        filling = new Chunk();
        return verified;
    }

    @Override
    public void close() {
        threads.ifPresent(ExecutorService::shutdownNow);
    }

    private void submitIfFull() {
        if (filling.signatures >= SIGNATURES_PER_CHUNK || filling.outcomes.size() >= FINDINGS_PER_CHUNK) {
            submit();
        }
    }

    private void submit() {
        if (filling.isEmpty()) {
            return;
        }
        Chunk full = filling;
        filling = new Chunk();
        if (ahead.size() >= CHUNKS_AHEAD_MAX) {
            pass(Joined.of(ahead.removeFirst()));
        }
        ahead.add(CompletableFuture.supplyAsync(full::judge, threads()));
    }

    private ExecutorService threads() {
        if (threads.isEmpty()) {
            threads = Optional.of(
                    Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), SignatureQueue::thread));
        }
        return threads.get();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "diptych-signatures");
        thread.setDaemon(true);
        return thread;
    }

    private void pass(Told told) {
        told.findings().forEach(out);
        verified += told.good();
    }

    /** What came of a chunk. */
    private record Told(List<Finding> findings, long good) {}

    /** Outcomes to be, in their order. */
    private static final class Chunk {
        private final List<Supplier<Optional<Finding>>> outcomes = new ArrayList<>();
        private int signatures;

        boolean isEmpty() {
            return outcomes.isEmpty();
        }

        Told judge() {
            List<Finding> findings = new ArrayList<>();
            for (Supplier<Optional<Finding>> outcome : outcomes) {
                outcome.get().ifPresent(findings::add);
            }
            // What has no finding is a good signature: findings that only wait always come out.
            return new Told(findings, outcomes.size() - findings.size());
        }
    }
}
