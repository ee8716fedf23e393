package dev.diptych.application.append;

import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.AppendAnswer;
import dev.diptych.ports.driving.AppendReceipt;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes bound events, each a batch of its own, with the record of its broken glass before it if there is one. Used by whoever
 * holds the ledger; nothing is pending then, so that store and run together are the whole truth about ids.
 */
final class BoundWriter {
    private final LogEnd end;
    private final QueryStore store;
    private final InstantSource clock;
    private final SigningThreads signing;

    BoundWriter(LogEnd end, QueryStore store, InstantSource clock, SigningThreads signing) {
        this.end = end;
        this.store = store;
        this.clock = clock;
        this.signing = signing;
    }

    LogEnd end() {
        return end;
    }

    /** The store's row with an id, for whoever is in no transaction on it. */
    Optional<StoredRow> row(EventId id) {
        return store.find(id).flatMap(event -> store.row(event.sequence()));
    }

    /**
     * Appends one event to the log.
     *
     * @param run the bound events before it in its transaction
     * @param rows looks for an id among the rows that its transaction sees
     */
    BoundAppend append(RequestIntake.Taken taken, List<SealedEvent> run, Function<EventId, Optional<StoredRow>> rows) {
        if (end.poison().isPresent()) {
            return new BoundAppend.Refused(end.poison().get().answer());
        }
        if (taken instanceof RequestIntake.Taken.Refused refused) {
            return new BoundAppend.Refused(refused.answer());
        }
        AppendRequest request = ((RequestIntake.Taken.Ready) taken).request();
        DraftedEvent draft = request.drafts().get(0);
        Optional<AppendAnswer> refusal = tooLong(request, run).or(() -> known(draft, run, rows));
        return refusal.<BoundAppend>map(BoundAppend.Refused::new).orElseGet(() -> write(request, draft));
    }

    private static Optional<AppendAnswer> tooLong(AppendRequest request, List<SealedEvent> run) {
        int events = run.size() + (request.brokenGlass().isPresent() ? 2 : 1);
        long bytes = request.bytes()
                + run.stream().mapToLong(SealedEvent::lineLength).sum();
        return events <= BoundRun.EVENTS_MAX && bytes <= BoundRun.BYTES_MAX
                ? Optional.empty()
                : Optional.of(new AppendAnswer.EventInvalid(
                        "batch",
                        "a transaction has at most " + BoundRun.EVENTS_MAX + " events of its own with "
                                + BoundRun.BYTES_MAX
                                + " bytes; with this one it may have " + events + " events with " + bytes
                                + " bytes. Nothing was written. Next: do it in several transactions"));
    }

    private Optional<AppendAnswer> known(
            DraftedEvent draft, List<SealedEvent> run, Function<EventId, Optional<StoredRow>> rows) {
        Optional<SealedEvent> inRun =
                run.stream().filter(event -> event.id().equals(draft.id())).findFirst();
        if (inRun.isPresent()) {
            return Optional.of(taken(draft, inRun.get(), false));
        }
        try {
            return rows.apply(draft.id())
                    .map(row -> store.find(draft.id())
                            .map(event -> taken(draft, event, row.isVoid()))
                            .orElseGet(() -> IdAnswers.cannotTell(draft, "its row is not among what was committed")));
        } catch (DamagedCopyException | StoreBusyException | StoreFailedException unanswered) {
            return Optional.of(IdAnswers.cannotTell(draft, String.valueOf(unanswered.getMessage())));
        }
    }

    private static AppendAnswer taken(DraftedEvent draft, SealedEvent recorded, boolean isVoid) {
        return IdAnswers.refusal(draft, recorded, isVoid)
                .orElseGet(() -> new AppendAnswer.AlreadyRecorded(AppendReceipt.of(recorded)));
    }

    private BoundAppend write(AppendRequest request, DraftedEvent draft) {
        List<DraftedEvent> drafts = new ArrayList<>(2);
        request.brokenGlass().ifPresent(drafts::add);
        drafts.add(draft);
        List<TriedSigner> signers =
                drafts.stream().flatMap(each -> request.signer().stream()).toList();
        List<SealedEvent> batch;
        try {
            batch = end.seal(drafts, new BatchTime(clock).get(), new BatchSigning(signers, signing));
        } catch (UnfitSignerException unfit) {
            return new BoundAppend.Refused(new AppendAnswer.NotWritten(String.valueOf(unfit.getMessage())));
        }
        return end.append(batch)
                .<BoundAppend>map(failure -> new BoundAppend.Refused(LogEnd.answer(failure, batch, draft)))
                .orElseGet(() -> new BoundAppend.Durable(batch));
    }
}
