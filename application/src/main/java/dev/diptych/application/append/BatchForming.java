package dev.diptych.application.append;

import dev.diptych.domain.chain.DraftComparison;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.policy.GateAnswer;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.StoreBusyException;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.AppendAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides, for the requests of one batch in their order, which drafts are sealed and which are recorded already. Used by
 * whoever has the turn to write, while nothing else is being written: what the store, the pending events and this batch say
 * together is the whole truth about ids.
 */
final class BatchForming {
    private final StoreReader store;
    private final PendingEvents pending;
    private final Gatekeeper gate;
    private final Supplier<EventTime> time;
    private final List<DraftedEvent> toSeal = new ArrayList<>();
    private final List<Optional<TriedSigner>> signers = new ArrayList<>();
    private final Map<EventId, Integer> placeById = new HashMap<>();
    private boolean endsHere;

    /**
     * @param time tells the time of the batch; asked only where that matters
     */
    BatchForming(StoreReader store, PendingEvents pending, Gatekeeper gate, Supplier<EventTime> time) {
        this.time = time;
        this.store = store;
        this.pending = pending;
        this.gate = gate;
    }

    /** What is known of one draft before the batch is written. */
    sealed interface Fate {
        /** It is, or equals, the draft at a place of the batch. */
        record InBatch(int place, boolean isFirst) implements Fate {}

        /** The store has it. */
        record InStore(SealedEvent event) implements Fate {}

        /** The log has it, durably, and the store does not yet. */
        record Pending(SealedEvent event) implements Fate {}
    }

    /** What is known of one request before the batch is written. */
    sealed interface Plan {
        /** Every draft has a fate. */
        record Go(AppendRequest request, List<Fate> fates) implements Plan {}

        /** The request is refused because of one draft. */
        record Refuse(AppendRequest request, int index, AppendAnswer answer) implements Plan {}

        /**
         * A draft has the id of another request's draft and other content. Whether that is a conflict is known when the
         * other is recorded, so this request waits for the next batch. So does every request behind one that says something
         * of keys: whether its own key still counts is known when that one is recorded.
         */
        record Later() implements Plan {}
    }

    /** The drafts to be sealed, in their order. */
    List<DraftedEvent> toSeal() {
        return toSeal;
    }

    /** Who signs those drafts that are to be signed, in their order. */
    List<TriedSigner> signers() {
        return signers.stream().flatMap(Optional::stream).toList();
    }

    /** Plans one request; a refused one leaves no draft in the batch. */
    Plan plan(AppendRequest request) {
        if (endsHere) {
            return new Plan.Later();
        }
        GateAnswer answer = gate.check(request.decision(), request.signer().map(TriedSigner::id), request.said(), time);
        if (answer instanceof GateAnswer.Refused refused) {
            return new Plan.Refuse(
                    request, 0, new AppendAnswer.PolicyRefused(refused.rule(), refused.outcome(), refused.reason()));
        }
        int sealedBefore = toSeal.size();
        List<Fate> fates = new ArrayList<>(request.drafts().size());
        boolean glassIsRecorded = request.brokenGlass().isEmpty();
        for (int i = 0; i < request.drafts().size(); i++) {
            DraftedEvent draft = request.drafts().get(i);
            Judged judged = judge(draft);
            if (judged.refusal().isPresent()) {
                boolean isOtherRequests = Optional.ofNullable(placeById.get(draft.id()))
                        .filter(place -> place < sealedBefore)
                        .isPresent();
                undoTo(sealedBefore);
                if (isOtherRequests) {
                    return new Plan.Later();
                }
                return new Plan.Refuse(request, i, judged.refusal().get());
            }
            if (judged.fate().isEmpty()) {
                if (!glassIsRecorded) {
                    request.brokenGlass().ifPresent(glass -> add(glass, request.signer()));
                    glassIsRecorded = true;
                }
                fates.add(new Fate.InBatch(add(draft, request.signer()), true));
            } else {
                fates.add(judged.fate().get());
            }
        }
        endsHere = request.said().isPresent();
        return new Plan.Go(request, fates);
    }

    /** What is known of a draft's id: neither if it is new. */
    private record Judged(Optional<Fate> fate, Optional<AppendAnswer> refusal) {
        static final Judged NEW = new Judged(Optional.empty(), Optional.empty());

        static Judged known(Fate fate) {
            return new Judged(Optional.of(fate), Optional.empty());
        }

        static Judged refused(AppendAnswer answer) {
            return new Judged(Optional.empty(), Optional.of(answer));
        }
    }

    private Judged judge(DraftedEvent draft) {
        Integer place = placeById.get(draft.id());
        if (place != null) {
            List<String> fields = DraftComparison.differing(draft, toSeal.get(place));
            return fields.isEmpty()
                    ? Judged.known(new Fate.InBatch(place, false))
                    : Judged.refused(conflictInBatch(draft, fields));
        }
        Optional<SealedEvent> waiting = pending.find(draft.id());
        if (waiting.isPresent()) {
            // Of bound events only void ones are ever pending: the rows of the others were committed with their
            // transaction.
            return compared(draft, waiting.get(), waiting.get().isBound(), new Fate.Pending(waiting.get()));
        }
        try {
            return store.find(draft.id())
                    .map(event -> compared(draft, event, isVoid(event), new Fate.InStore(event)))
                    .orElse(Judged.NEW);
        } catch (DamagedCopyException | StoreBusyException | StoreFailedException unanswered) {
            return Judged.refused(IdAnswers.cannotTell(draft, String.valueOf(unanswered.getMessage())));
        }
    }

    /** Only a bound event can be void, so that nothing is asked of any other. */
    private boolean isVoid(SealedEvent event) {
        return event.isBound()
                && store.row(event.sequence()).filter(StoredRow::isVoid).isPresent();
    }

    private static Judged compared(DraftedEvent draft, SealedEvent recorded, boolean isVoid, Fate fate) {
        return IdAnswers.refusal(draft, recorded, isVoid).map(Judged::refused).orElseGet(() -> Judged.known(fate));
    }

    private static AppendAnswer conflictInBatch(DraftedEvent draft, List<String> fields) {
        return new AppendAnswer.EventConflict(
                Optional.empty(),
                fields,
                "id " + draft.id() + " stands for two different events of one list; they differ in "
                        + String.join(", ", fields)
                        + ". Nothing was written. Next: give each an id of its own, or leave the ids out");
    }

    private int add(DraftedEvent draft, Optional<TriedSigner> signer) {
        placeById.put(draft.id(), toSeal.size());
        toSeal.add(draft);
        signers.add(signer);
        return toSeal.size() - 1;
    }

    private void undoTo(int size) {
        while (toSeal.size() > size) {
            placeById.remove(toSeal.remove(toSeal.size() - 1).id());
            signers.remove(signers.size() - 1);
        }
    }
}
