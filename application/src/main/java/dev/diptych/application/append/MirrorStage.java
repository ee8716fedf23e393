package dev.diptych.application.append;

import dev.diptych.application.rows.ForkException;
import dev.diptych.application.settle.DivergedException;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.QueryStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * The second half of an append: gives the store what the log has made durable, and answers. It runs beside the writer, so
 * that one batch is committed to the store while the next is being forced.
 *
 * <p>Batches are dealt with in the order they were forced, by one thread at a time: the stage's own, or the writer's where
 * nothing else waits, because handing over would only cost a lone append the time to wake somebody. Handing in waits
 * while {@value #WAITING_MAX} batches wait. Whatever waits is committed together.
 */
final class MirrorStage {
    private static final int WAITING_MAX = 2;

    private final CatchUp catchUp;
    private final PendingEvents pending;
    private final Executor stages;
    private final BiConsumer<Sequence, String> onFork;
    private final ArrayDeque<ForcedBatch> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean isBusy;
    private boolean isClosed;
    private volatile Optional<String> behind = Optional.empty();
    private volatile Optional<Throwable> fault = Optional.empty();

    /**
     * @param stages completes the stages of callers who do not wait
     * @param onFork is told when the store turns out to have another event, or to contradict an outcome: where, and what
     */
    MirrorStage(QueryStore store, PendingEvents pending, Executor stages, BiConsumer<Sequence, String> onFork) {
        this.catchUp = new CatchUp(store, pending);
        this.pending = pending;
        this.stages = stages;
        this.onFork = onFork;
        this.thread = new Thread(this::run, "diptych-mirror");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Why the store was behind when it was last tried. */
    Optional<String> behind() {
        return behind;
    }

    /**
     * Takes a forced batch over: answers at once where nothing waits, here or for the writer; else later.
     *
     * @param moreWaits whether the writer has another batch to form
     */
    void take(ForcedBatch forced, BooleanSupplier moreWaits) {
        if (!moreWaits.getAsBoolean() && becomeBusyIfIdle()) {
            try {
                deal(List.of(forced));
            } finally {
                becomeIdle();
            }
        } else {
            handOver(forced);
        }
    }

    /** Lets the store catch up with what is pending, now, and waits for that. */
    void nudge() {
        awaitIdle();
        take(ForcedBatch.NUDGE, () -> false);
    }

    /** Deals with all that waits, tries once more what is pending, and ends the thread. */
    void close() {
        awaitIdle();
        if (pending.count() > 0) {
            take(ForcedBatch.NUDGE, () -> false);
        }
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        Uninterruptibly.join(thread);
    }

    private synchronized boolean becomeBusyIfIdle() {
        if (isBusy || !waiting.isEmpty()) {
            return false;
        }
        isBusy = true;
        return true;
    }

    private synchronized void becomeIdle() {
        isBusy = false;
        notifyAll();
    }

    private synchronized void handOver(ForcedBatch forced) {
        while (waiting.size() >= WAITING_MAX) {
            Uninterruptibly.await(this);
        }
        waiting.add(forced);
        notifyAll();
    }

    /** Waits until everything that was handed in was dealt with. */
    synchronized void awaitIdle() {
        while (isBusy || !waiting.isEmpty()) {
            Uninterruptibly.await(this);
        }
    }

    private synchronized List<ForcedBatch> takeWaiting() {
        while (!isClosed && (isBusy || waiting.isEmpty())) {
            Uninterruptibly.await(this);
        }
        List<ForcedBatch> taken = new ArrayList<>(waiting);
        waiting.clear();
        isBusy = !taken.isEmpty();
        notifyAll();
        return taken;
    }

    private void run() {
        for (List<ForcedBatch> taken = takeWaiting(); !taken.isEmpty(); taken = takeWaiting()) {
            try {
                deal(taken);
            } finally {
                becomeIdle();
            }
        }
    }

    private void deal(List<ForcedBatch> batches) {
        Answering answering = new Answering(stages);
        try {
            behind = fault.map(MirrorStage::brokenBy).or(this::tryCatchUp);
            for (ForcedBatch batch : batches) {
                batch.going().forEach(go -> answering.answer(go, batch.events(), behind));
            }
        } catch (RuntimeException | Error unforeseen) {
            // A fault of this program. The events are durable: that is what everybody is told, now and from here on.
            fault = Optional.of(unforeseen);
            behind = Optional.of(brokenBy(unforeseen));
            for (ForcedBatch batch : batches) {
                batch.going().forEach(go -> answering.answer(go, batch.events(), behind));
            }
        } finally {
            answering.flush();
        }
    }

    private Optional<String> tryCatchUp() {
        try {
            return catchUp.through(pending.lastSequence());
        } catch (ForkException fork) {
            return contradicted(fork.at(), fork);
        } catch (DivergedException diverged) {
            return contradicted(diverged.at(), diverged);
        }
    }

    private Optional<String> contradicted(Sequence at, RuntimeException what) {
        String message = String.valueOf(what.getMessage());
        onFork.accept(at, message);
        return Optional.of(message);
    }

    private static String brokenBy(Throwable fault) {
        return "a fault of this program keeps the store from being written: " + fault;
    }
}
