package dev.diptych.application.open;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.SeededEvents;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.PinnedAnswer;
import dev.diptych.domain.transaction.TransactionOutcome;
import dev.diptych.ports.driven.BoundStoreTransaction;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Leaves behind in both copies what a writer can have left there that died: the log line by line, the store as it was told to. */
public final class DeadWriter {
    private static final LedgerId LEDGER = LedgerId.of(new byte[32]);

    private final TwinLedger ledger;
    private final SeededEvents events = SeededEvents.of(11);

    public DeadWriter(TwinLedger ledger) {
        this.ledger = ledger;
    }

    /** Takes both copies, and dies without closing either. */
    public void takeAndDie() {
        ledger.parts().log().openForWriting(() -> StoreMemory.NONE, LogProvider.TornTail.CUT_IF_STORE_VOUCHES);
        inStore(store -> store.inTransaction(tx -> true));
        ledger.kill();
    }

    /** Bound events in the log, each a batch of its own, of which nothing is told. */
    public BoundRun run(int count) {
        List<SealedEvent> run = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            run.add(line(TwinLedger.draft("bound-" + (newest() + 1)), true));
        }
        return new BoundRun(run);
    }

    /** A boundary as bound event, of which nothing is told. */
    public BoundRun run(BoundaryEvent boundary) {
        return new BoundRun(List.of(line(own(boundary.type().value(), boundary.json()), true)));
    }

    /** The line that tells the outcome. */
    public SealedEvent outcome(BoundRun run, TransactionOutcome outcome) {
        OutcomeRecord said = OutcomeRecord.of(run, outcome, DecidedBy.CALLER);
        return line(own(said.type().value(), said.json()), false);
    }

    /** A boundary as ordinary event. */
    public SealedEvent boundary(BoundaryEvent boundary) {
        return line(own(boundary.type().value(), boundary.json()), false);
    }

    /** An event of any type, that is not bound. */
    public SealedEvent line(String id) {
        return line(TwinLedger.draft(id), false);
    }

    /** One of the ledger's own events, bound or not. */
    public SealedEvent own(String type, String payload, boolean isBound) {
        return line(own(type, payload), isBound);
    }

    /** The rows of the run, committed by the transaction that they are in. */
    public void rows(BoundRun run) {
        rows(run, tx -> {});
    }

    /** The rows of the run and what else is done in the transaction. */
    public void rows(BoundRun run, Consumer<BoundStoreTransaction> more) {
        inStore(store -> {
            try (BoundStoreTransaction tx = store.beginBound()) {
                if (tx.identity().ledgerId().isEmpty()) {
                    tx.adopt(new LedgerId(ledger.inLog(1).previousHash()));
                }
                tx.insert(run.events());
                more.accept(tx);
                tx.commit();
            }
        });
    }

    /** The pinned answer of a recovery that went no further. */
    public void pin(BoundRun run, TransactionOutcome outcome) {
        inStore(store -> {
            try (BoundStoreTransaction tx = store.beginBound()) {
                tx.pin(PinnedAnswer.of(run, outcome));
                tx.commit();
            }
        });
    }

    /** The rows of a run that was aborted. */
    public void voidRows(BoundRun run) {
        inStore(store -> store.inTransaction(tx -> {
            tx.insertVoid(run.events());
            return true;
        }));
    }

    /** Works on the store as the process that then died had opened it. */
    public void inStore(Consumer<QueryStore> work) {
        work.accept(ledger.parts().store().openForWriting());
        ledger.store().kill();
    }

    /** The newest event. */
    public ChainHead head() {
        return newest() == 0
                ? ChainHead.beforeFirst(LEDGER)
                : ledger.inLog(newest()).asHead();
    }

    private long newest() {
        return ledger.idsInLog().size();
    }

    private EventDraft own(String type, String payload) {
        return EventDraft.of(type, payload).withSource(EventSource.LEDGER).withId(new EventId("own-" + (newest() + 1)));
    }

    private SealedEvent line(EventDraft draft, boolean isBound) {
        DraftedEvent drafted = events.drafted(draft);
        SealedEvent event = new EventSealer()
                .seal(
                        List.of(isBound ? drafted.bound() : drafted),
                        head(),
                        EventTime.parse("recorded_at", "2026-11-23T11:00:00Z"))
                .get(0);
        ledger.log().addBytes(event.toLine());
        return event;
    }
}
