package dev.diptych.application.append;

import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import dev.diptych.ports.driving.ListAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Answers requests. Callers who wait are woken by the thread that wrote; stages are completed by another thread, all
 * of a batch in one go, so that no caller's continuation ever runs where batches are written.
 */
final class Answering {
    private final Executor stages;
    private final List<Runnable> later = new ArrayList<>();

    Answering(Executor stages) {
        this.stages = stages;
    }

    void refuse(AppendRequest request, int index, AppendAnswer answer) {
        complete(request, new ListAnswer.NoneRecorded(index, answer));
    }

    /**
     * Answers a request whose drafts are all durable.
     *
     * @param batch the batch just written; empty if everything was recorded before
     * @param behind why the store has not got it
     */
    void answer(BatchForming.Plan.Go go, List<SealedEvent> batch, Optional<String> behind) {
        List<AppendAnswer> answers = new ArrayList<>(go.fates().size());
        for (BatchForming.Fate fate : go.fates()) {
            answers.add(answerOf(fate, batch, behind));
        }
        complete(go.request(), new ListAnswer.AllRecorded(answers));
    }

    /** Answers a request whose batch was not written, or not known to be. */
    void fail(
            BatchForming.Plan.Go go,
            List<DraftedEvent> sealed,
            Function<DraftedEvent, AppendAnswer> failure,
            Optional<String> behind) {
        for (int i = 0; i < go.fates().size(); i++) {
            if (go.fates().get(i) instanceof BatchForming.Fate.InBatch inBatch) {
                refuse(go.request(), i, failure.apply(sealed.get(inBatch.place())));
                return;
            }
        }
        answer(go, List.of(), behind);
    }

    /** Completes the stages; called once the batch is dealt with. */
    void flush() {
        if (!later.isEmpty()) {
            List<Runnable> completions = List.copyOf(later);
            later.clear();
            stages.execute(() -> completions.forEach(Runnable::run));
        }
    }

    private static AppendAnswer answerOf(BatchForming.Fate fate, List<SealedEvent> batch, Optional<String> behind) {
        if (fate instanceof BatchForming.Fate.InStore stored) {
            return new AppendAnswer.AlreadyRecorded(AppendReceipt.of(stored.event()));
        }
        if (fate instanceof BatchForming.Fate.Pending waiting) {
            AppendReceipt receipt = AppendReceipt.of(waiting.event());
            return behind.<AppendAnswer>map(cause -> new AppendAnswer.MirrorPending(receipt, cause))
                    .orElseGet(() -> new AppendAnswer.AlreadyRecorded(receipt));
        }
        BatchForming.Fate.InBatch inBatch = (BatchForming.Fate.InBatch) fate;
        AppendReceipt receipt = AppendReceipt.of(batch.get(inBatch.place()));
        if (behind.isPresent()) {
            return new AppendAnswer.MirrorPending(receipt, behind.get());
        }
        return inBatch.isFirst() ? new AppendAnswer.Mirrored(receipt) : new AppendAnswer.AlreadyRecorded(receipt);
    }

    private void complete(AppendRequest request, ListAnswer answer) {
        if (request.isAsync()) {
            later.add(() -> request.answer().complete(answer));
        } else {
            request.answer().complete(answer);
        }
    }
}
