package dev.diptych.application.append;

import dev.diptych.application.MirrorParts;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.cutover.SchemaCutover;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.EventType;
import dev.diptych.domain.event.InvalidEventException;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.keys.KeyEvent;
import dev.diptych.domain.policy.BrokenGlassRecord;
import dev.diptych.domain.policy.GateAnswer;
import dev.diptych.domain.policy.PolicyDecision;
import dev.diptych.domain.signature.KeyId;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driving.AppendAnswer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes requests of what callers hand in, on their threads: tries the signer, passes the gate a first time, makes the drafts
 * fit to be sealed, and decides whether they fit into one batch. What cannot become a request is refused here.
 */
final class RequestIntake {
    static final int BATCH_EVENTS_MAX = 16_384;

    private static final EventType BROKEN_GLASS = new EventType(BrokenGlassRecord.EVENT_TYPE);

    private final DraftIntake drafts;
    private final Gatekeeper gate;
    private final SignerTrials trials;
    private final InstantSource clock;
    private final int batchBytesMax;

    RequestIntake(MirrorParts parts, Gatekeeper gate) {
        this.drafts = new DraftIntake(parts);
        this.gate = gate;
        this.trials = new SignerTrials(parts.signatures());
        this.clock = parts.clock();
        this.batchBytesMax = parts.settings().limits().batchBytesMax();
    }

    /** What became of what was handed in. */
    sealed interface Taken {
        /** It can be queued. */
        record Ready(AppendRequest request) implements Taken {}

        /** It was refused because of one draft. */
        record Refused(int index, AppendAnswer answer) implements Taken {}
    }

    /** Whether somebody waits for the answer, or a stage gets it, whose continuations must not run on the writer's thread. */
    enum Caller {
        WAITS,
        HAS_A_STAGE
    }

    Taken take(List<EventDraft> given, PolicyDecision decision, Optional<EventSigner> by, Caller caller) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("a list to append must have at least one draft");
        }
        return passing(decision, by, Optional.empty(), signer -> {
            Optional<KeyId> key = signer.map(TriedSigner::id);
            List<DraftedEvent> drafted = new ArrayList<>(given.size());
            try {
                for (EventDraft draft : given) {
                    drafted.add(drafts.take(draft, key));
                }
            } catch (InvalidEventException invalid) {
                return new Taken.Refused(drafted.size(), invalid(invalid));
            }
            return fitting(
                    new AppendRequest(drafted, decision, glass(decision, key), signer, Optional.empty(), caller));
        });
    }

    /** Takes an event of the ledger's own, about keys. */
    Taken takeKeyEvent(KeyEvent said, PolicyDecision decision, EventSigner by) {
        return passing(decision, Optional.of(by), Optional.of(said), signer -> {
            Optional<KeyId> key = signer.map(TriedSigner::id);
            EventDraft draft =
                    EventDraft.of(said.type(), JsonText.of(said.json())).withSource(EventSource.LEDGER);
            List<DraftedEvent> drafted = List.of(drafts.takeOwn(draft, key));
            return fitting(new AppendRequest(
                    drafted, decision, glass(decision, key), signer, Optional.of(said), Caller.WAITS));
        });
    }

    /** Takes one event that belongs to a caller's transaction. */
    Taken takeBound(EventDraft given, PolicyDecision decision, Optional<EventSigner> by) {
        return passing(decision, by, Optional.empty(), signer -> {
            Optional<KeyId> key = signer.map(TriedSigner::id);
            try {
                return fitting(bound(drafts.take(given, key), decision, signer));
            } catch (InvalidEventException invalid) {
                return new Taken.Refused(0, invalid(invalid));
            }
        });
    }

    /** Takes a boundary, an event of the ledger's own that nobody signs, in the transaction of its cutover. */
    Taken takeBoundary(SchemaCutover boundary, PolicyDecision decision) {
        return passed(gate.checkOwn(decision), Optional.empty(), signer -> {
            EventDraft draft =
                    EventDraft.of(boundary.type(), JsonText.of(boundary.json())).withSource(EventSource.LEDGER);
            return fitting(bound(drafts.takeOwn(draft, Optional.empty()), decision, signer));
        });
    }

    private AppendRequest bound(DraftedEvent drafted, PolicyDecision decision, Optional<TriedSigner> signer) {
        return new AppendRequest(
                List.of(drafted.bound()),
                decision,
                glass(decision, signer.map(TriedSigner::id)).map(DraftedEvent::bound),
                signer,
                Optional.empty(),
                Caller.WAITS);
    }

    /** What is made of drafts that passed the gate. */
    private interface Next {
        Taken with(Optional<TriedSigner> signer);
    }

    private Taken passing(PolicyDecision decision, Optional<EventSigner> by, Optional<KeyEvent> said, Next next) {
        Optional<TriedSigner> signer;
        try {
            signer = by.map(trials::tried);
        } catch (UnfitSignerException unfit) {
            return new Taken.Refused(0, new AppendAnswer.NotWritten(String.valueOf(unfit.getMessage())));
        }
        GateAnswer answer =
                gate.check(decision, signer.map(TriedSigner::id), said, () -> EventTime.of(clock.instant()));
        return passed(answer, signer, next);
    }

    private static Taken passed(GateAnswer answer, Optional<TriedSigner> signer, Next next) {
        return answer.fold(
                () -> next.with(signer),
                refused -> new Taken.Refused(
                        0, new AppendAnswer.PolicyRefused(refused.rule(), refused.outcome(), refused.reason())));
    }

    private Optional<DraftedEvent> glass(PolicyDecision decision, Optional<KeyId> key) {
        return BrokenGlassRecord.of(decision)
                .map(record -> drafts.takeOwn(
                        EventDraft.of(BROKEN_GLASS, JsonText.of(record.json())).withSource(EventSource.LEDGER), key));
    }

    private Taken fitting(AppendRequest request) {
        int events = request.drafts().size();
        if (request.bytes() <= batchBytesMax && events <= BATCH_EVENTS_MAX) {
            return new Taken.Ready(request);
        }
        return new Taken.Refused(
                0,
                new AppendAnswer.EventInvalid(
                        "batch",
                        "a list is one batch, of at most " + batchBytesMax + " bytes and " + BATCH_EVENTS_MAX
                                + " events; this one may have " + request.bytes() + " bytes and has " + events
                                + " events. Nothing was written. Next: append it as several lists"));
    }

    private static AppendAnswer invalid(InvalidEventException invalid) {
        return new AppendAnswer.EventInvalid(invalid.field(), invalid.getMessage() + ". Nothing was written");
    }
}
