package dev.diptych.application.append;

import dev.diptych.application.MirrorParts;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.policy.BrokenGlassRecord;
import dev.diptych.domain.policy.GateAnswer;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendEvents;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.MirrorState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Appends from any number of threads through one writer thread, which alone touches the log.
 *
 * <p>A caller reads and checks its drafts on its own thread, puts them into the queue and waits. The writer takes all
 * that waits as one batch, so that the appends that arrive while a force runs share the next one; a lone append waits for
 * nobody, and there are no timers. Waiting cannot be interrupted: an event that is being forced has a fate, and the caller
 * is told it.
 */
public final class AppendPipeline implements AppendEvents {
    private static final int BATCH_EVENTS_MAX = 16_384;
    private static final EventType BROKEN_GLASS = new EventType(BrokenGlassRecord.EVENT_TYPE);

    private final DraftIntake intake;
    private final Gatekeeper gate;
    private final RequestQueue queue;
    private final BatchWriter writer;
    private final int batchBytesMax;
    private final ExecutorService stages;
    private final Thread thread;

    /** Starts the writer's thread on log and store, which it uses until {@link #close}. */
    public AppendPipeline(MirrorParts parts, DurableLog log, QueryStore store, Gatekeeper gate) {
        this.intake = new DraftIntake(parts);
        this.gate = gate;
        this.queue = new RequestQueue(parts.settings().queuedBytesMax());
        this.batchBytesMax = parts.settings().limits().batchBytesMax();
        this.stages = Executors.newSingleThreadExecutor(task -> daemon(task, "diptych-answers"));
        this.writer = new BatchWriter(parts, log, store, gate, stages);
        this.writer.start();
        this.thread = daemon(this::run, "diptych-writer");
        this.thread.start();
    }

    public MirrorState state() {
        return writer.state();
    }

    @Override
    public AppendAnswer append(EventDraft draft, PolicyDecision decision) {
        return single(handIn(List.of(draft), decision, false).join());
    }

    @Override
    public ListAnswer appendAll(List<EventDraft> drafts, PolicyDecision decision) {
        return handIn(drafts, decision, false).join();
    }

    @Override
    public CompletionStage<AppendAnswer> appendAsync(EventDraft draft, PolicyDecision decision) {
        return handIn(List.of(draft), decision, true).thenApply(AppendPipeline::single);
    }

    @Override
    public CompletionStage<ListAnswer> appendAllAsync(List<EventDraft> drafts, PolicyDecision decision) {
        return handIn(drafts, decision, true).thenApply(answer -> answer);
    }

    /**
     * Lets the appends that were handed in end, and ends the threads. Whoever hands in more is told that the mirror is
     * closed.
     */
    public void close() {
        queue.close();
        Uninterruptibly.join(thread);
        writer.close();
        stages.shutdown();
    }

    private CompletableFuture<ListAnswer> handIn(List<EventDraft> drafts, PolicyDecision decision, boolean isAsync) {
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException("a list to append must have at least one draft");
        }
        if (gate.check(decision) instanceof GateAnswer.Refused refused) {
            return refused(0, new AppendAnswer.PolicyRefused(refused.rule(), refused.outcome(), refused.reason()));
        }
        List<DraftedEvent> drafted = new ArrayList<>(drafts.size());
        try {
            for (EventDraft draft : drafts) {
                drafted.add(intake.take(draft));
            }
        } catch (InvalidEventException invalid) {
            return refused(
                    drafted.size(),
                    new AppendAnswer.EventInvalid(invalid.field(), invalid.getMessage() + ". Nothing was written"));
        }
        return put(request(drafted, decision, isAsync));
    }

    private CompletableFuture<ListAnswer> put(AppendRequest request) {
        if (request.bytes() > batchBytesMax || request.drafts().size() > BATCH_EVENTS_MAX) {
            return refused(
                    0,
                    new AppendAnswer.EventInvalid(
                            "batch",
                            "a list is one batch, of at most " + batchBytesMax + " bytes and " + BATCH_EVENTS_MAX
                                    + " events; this one may have " + request.bytes() + " bytes and has "
                                    + request.drafts().size()
                                    + " events. Nothing was written. Next: append it as several lists"));
        }
        if (!queue.put(request)) {
            throw new IllegalStateException("the mirror is closed: it takes no more appends. Open the ledger again");
        }
        return request.answer();
    }

    private AppendRequest request(List<DraftedEvent> drafted, PolicyDecision decision, boolean isAsync) {
        Optional<DraftedEvent> glass = BrokenGlassRecord.of(decision)
                .map(record -> intake.takeOwn(
                        EventDraft.of(BROKEN_GLASS, JsonText.of(record.json())).withSource(EventSource.LEDGER)));
        long bytes = 0;
        for (DraftedEvent event : drafted) {
            bytes += EventSealer.lineBytesMax(event);
        }
        bytes += glass.map(EventSealer::lineBytesMax).orElse(0);
        return new AppendRequest(drafted, decision, glass, isAsync, (int) Math.min(bytes, Integer.MAX_VALUE));
    }

    private void run() {
        Answering answering = new Answering(stages);
        List<AppendRequest> carried = List.of();
        while (true) {
            List<AppendRequest> requests =
                    carried.isEmpty() ? queue.takeBatch(batchBytesMax, BATCH_EVENTS_MAX) : carried;
            if (requests.isEmpty()) {
                return;
            }
            try {
                carried = writer.write(requests, answering, queue::hasWaiting);
                answering.flush();
            } catch (RuntimeException | Error fault) {
                leaveNobodyWaiting(requests, fault);
                throw fault;
            }
        }
    }

    /** After a fault of this program nothing more is written, and everybody who waits is told. */
    private void leaveNobodyWaiting(List<AppendRequest> requests, Throwable fault) {
        queue.close();
        requests.forEach(request -> request.answer().completeExceptionally(fault));
        for (List<AppendRequest> rest = queue.takeBatch(batchBytesMax, BATCH_EVENTS_MAX);
                !rest.isEmpty();
                rest = queue.takeBatch(batchBytesMax, BATCH_EVENTS_MAX)) {
            rest.forEach(request -> request.answer().completeExceptionally(fault));
        }
    }

    private static CompletableFuture<ListAnswer> refused(int index, AppendAnswer answer) {
        return CompletableFuture.completedFuture(new ListAnswer.NoneRecorded(index, answer));
    }

    private static AppendAnswer single(ListAnswer answer) {
        return answer.fold(all -> all.answers().get(0), none -> none.answer());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
