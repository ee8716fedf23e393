package dev.diptych.application.append;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.append.RequestIntake.Caller;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendEvents;
import dev.diptych.ports.driving.AppendSignedEvents;
import dev.diptych.ports.driving.ListAnswer;
import dev.diptych.ports.driving.MirrorState;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Appends from any number of threads, of which one at a time has the turn to write and alone touches the log.
 *
 * <p>A caller reads and checks its drafts on its own thread. If nobody writes and nothing waits, it takes the turn and
 * writes its batch itself: to wake another thread and be woken by it would cost a lone append more than half a force. Otherwise
 * it puts them into the queue and waits, and the writer's thread takes all that waits as one batch, so that the appends that
 * arrive while a force runs share the next one. There are no timers. Waiting cannot be interrupted: an event that is being
 * forced has a fate, and the caller is told it. Nor do interrupts harm the copies, whichever thread writes: their ports say so.
 */
public final class AppendPipeline implements AppendEvents, AppendSignedEvents {
    private static final AppendAnswer INSIDE = new AppendAnswer.InsideTransaction(
            "this thread holds the ledger for a transaction, and would wait for itself:"
                    + " nothing else is appended until that has ended. Nothing was written. Next: append it through the"
                    + " transaction, or behind its end");

    private final RequestIntake intake;
    private final RequestQueue queue;
    private final BatchWriter writer;
    private final int batchBytesMax;
    private final InstantSource clock;
    private final ExecutorService stages;
    private final Thread thread;
    private volatile Optional<EventTime> heldSince = Optional.empty();

    /** Starts the writer's thread on log and store, which it uses until {@link #close}. */
    public AppendPipeline(MirrorParts parts, DurableLog log, QueryStore store, Gatekeeper gate) {
        this.intake = new RequestIntake(parts, gate);
        this.queue = new RequestQueue(parts.settings().queuedBytesMax());
        this.batchBytesMax = parts.settings().limits().batchBytesMax();
        this.clock = parts.clock();
        this.stages = Executors.newSingleThreadExecutor(task -> daemon(task, "diptych-answers"));
        this.writer = new BatchWriter(parts, log, store, gate, stages);
        this.writer.start();
        this.thread = daemon(this::run, "diptych-writer");
        this.thread.start();
    }

    public MirrorState state() {
        return writer.state(heldSince);
    }

    @Override
    public AppendAnswer append(EventDraft draft, PolicyDecision decision) {
        return single(put(intake.take(List.of(draft), decision, Optional.empty(), Caller.WAITS))
                .join());
    }

    @Override
    public ListAnswer appendAll(List<EventDraft> drafts, PolicyDecision decision) {
        return put(intake.take(drafts, decision, Optional.empty(), Caller.WAITS))
                .join();
    }

    @Override
    public CompletionStage<AppendAnswer> appendAsync(EventDraft draft, PolicyDecision decision) {
        return put(intake.take(List.of(draft), decision, Optional.empty(), Caller.HAS_A_STAGE))
                .thenApply(AppendPipeline::single);
    }

    @Override
    public CompletionStage<ListAnswer> appendAllAsync(List<EventDraft> drafts, PolicyDecision decision) {
        return put(intake.take(drafts, decision, Optional.empty(), Caller.HAS_A_STAGE))
                .thenApply(answer -> answer);
    }

    @Override
    public AppendAnswer appendSigned(EventDraft draft, PolicyDecision decision, EventSigner signer) {
        return single(put(intake.take(List.of(draft), decision, Optional.of(signer), Caller.WAITS))
                .join());
    }

    @Override
    public ListAnswer appendAllSigned(List<EventDraft> drafts, PolicyDecision decision, EventSigner signer) {
        return put(intake.take(drafts, decision, Optional.of(signer), Caller.WAITS))
                .join();
    }

    @Override
    public CompletionStage<AppendAnswer> appendSignedAsync(
            EventDraft draft, PolicyDecision decision, EventSigner signer) {
        return put(intake.take(List.of(draft), decision, Optional.of(signer), Caller.HAS_A_STAGE))
                .thenApply(AppendPipeline::single);
    }

    @Override
    public CompletionStage<ListAnswer> appendAllSignedAsync(
            List<EventDraft> drafts, PolicyDecision decision, EventSigner signer) {
        return put(intake.take(drafts, decision, Optional.of(signer), Caller.HAS_A_STAGE))
                .thenApply(answer -> answer);
    }

    /** Appends an event of the ledger's own about keys. */
    AppendAnswer appendKeyEvent(KeyEvent said, PolicyDecision decision, EventSigner by) {
        return single(put(intake.takeKeyEvent(said, decision, by)).join());
    }

    /** Takes no more appends and transactions; what was handed in ends. */
    public void stopTaking() {
        queue.close();
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

    /**
     * Waits until nobody writes, and takes the turn for one transaction: nothing is pending then, and nobody else appends
     * until it is given back. A thread that has it already is refused.
     *
     * @throws IllegalStateException if this is closed
     */
    public Holding hold() {
        if (queue.isHeldByThisThread()) {
            return new Holding.Refused(INSIDE);
        }
        RequestQueue.Entry entry = queue.takeTurnAlone();
        if (entry == RequestQueue.Entry.CLOSED) {
            throw closed();
        }
        if (entry == RequestQueue.Entry.OVERDUE) {
            return new Holding.Refused(overdue());
        }
        try {
            Optional<AppendAnswer> refusal = writer.becomeQuiet();
            if (refusal.isEmpty()) {
                EventTime since = EventTime.of(clock.instant());
                heldSince = Optional.of(since);
                return new Holding.Held(new HeldLedger(this, intake, writer.bound(), writer.outcomes(), since));
            }
            queue.endTurn();
            return new Holding.Refused(refusal.get());
        } catch (RuntimeException | Error fault) {
            queue.endTurn();
            throw fault;
        }
    }

    void giveBack() {
        heldSince = Optional.empty();
        queue.endTurn();
    }

    /** Answers those who wait for the turn, and who come until it is given back, that nothing was written. */
    void refuseWaiting(String why) {
        Answering answering = new Answering(stages);
        AppendAnswer answer = overdue(why);
        queue.refuseWaiting().forEach(request -> answering.refuse(request, 0, answer));
        answering.flush();
    }

    private CompletableFuture<ListAnswer> put(RequestIntake.Taken taken) {
        if (queue.isHeldByThisThread()) {
            return CompletableFuture.completedFuture(new ListAnswer.NoneRecorded(0, INSIDE));
        }
        if (taken instanceof RequestIntake.Taken.Refused refused) {
            return CompletableFuture.completedFuture(new ListAnswer.NoneRecorded(refused.index(), refused.answer()));
        }
        AppendRequest request = ((RequestIntake.Taken.Ready) taken).request();
        if (!request.isAsync() && queue.takeTurnIfIdle()) {
            write(List.of(request), new Answering(stages));
            return request.answer();
        }
        return switch (queue.put(request)) {
            case IN -> request.answer();
            case OVERDUE -> CompletableFuture.completedFuture(new ListAnswer.NoneRecorded(0, overdue()));
            case CLOSED -> throw closed();
        };
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the mirror is closed: it takes no more appends. Open the ledger again");
    }

    private static AppendAnswer overdue() {
        return overdue("the ledger is held by a transaction whose time is over");
    }

    private static AppendAnswer overdue(String why) {
        return new AppendAnswer.NotWritten(
                why + ". This one was not written. Next: append it once more, behind that transaction's end");
    }

    private void run() {
        Answering answering = new Answering(stages);
        List<AppendRequest> requests = queue.takeBatch(batchBytesMax, RequestIntake.BATCH_EVENTS_MAX);
        while (!requests.isEmpty()) {
            write(requests, answering);
            requests = queue.takeBatch(batchBytesMax, RequestIntake.BATCH_EVENTS_MAX);
        }
    }

    /** Writes the requests, which may take more than one batch, and ends the turn that the caller has. */
    private void write(List<AppendRequest> requests, Answering answering) {
        try {
            List<AppendRequest> rest = requests;
            while (!rest.isEmpty()) {
                rest = writer.write(rest, answering, queue::hasWaiting);
                answering.flush();
            }
        } catch (RuntimeException | Error fault) {
            leaveNobodyWaiting(requests, fault);
        } finally {
            queue.endTurn();
        }
    }

    /** After a fault of this program nothing more is written, and everybody who waits is told. */
    private void leaveNobodyWaiting(List<AppendRequest> requests, Throwable fault) {
        queue.close();
        requests.forEach(request -> request.answer().completeExceptionally(fault));
        queue.takeAll().forEach(request -> request.answer().completeExceptionally(fault));
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
