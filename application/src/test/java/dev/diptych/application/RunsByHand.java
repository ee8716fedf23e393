package dev.diptych.application;

import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.domain.transaction.DecidedBy;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.domain.transaction.TransactionOutcome;
import java.util.ArrayList;
import java.util.List;

/** Puts bound events and outcomes into both copies of a ledger, as they are after a crash or by a hand's mistake. */
public final class RunsByHand {
    private static final EventTime AT = EventTime.parse("recorded_at", "2026-11-23T10:00:00Z");

    private final TwinLedger ledger;
    private final EventSealer sealer = new EventSealer();
    private final List<SealedEvent> events = new ArrayList<>();
    private ChainHead head;

    private RunsByHand(TwinLedger ledger, ChainHead head) {
        this.ledger = ledger;
        this.head = head;
    }

    /** Behind the newest event of a ledger that has so many. */
    public static RunsByHand behind(TwinLedger ledger, long newest) {
        return new RunsByHand(ledger, ledger.inLog(newest).asHead());
    }

    /** Bound events, in the log and with rows that are not void. */
    public RunsByHand bound(int count) {
        boundInLog(count);
        events.subList(events.size() - count, events.size()).forEach(ledger.store()::putRow);
        return this;
    }

    public RunsByHand boundInLog(int count) {
        for (int i = 0; i < count; i++) {
            add(drafted("com.example.happened.v1", "{}").bound());
        }
        return this;
    }

    /** The outcome of the newest events, in both copies. */
    public RunsByHand told(TransactionOutcome outcome, int count) {
        BoundRun run = new BoundRun(events.subList(events.size() - count, events.size()));
        OutcomeRecord said = OutcomeRecord.of(run, outcome, DecidedBy.CALLER);
        add(drafted(said.type().value(), said.json()));
        ledger.store().putRow(newest());
        return this;
    }

    public RunsByHand ordinary() {
        add(drafted("com.example.happened.v1", "{}"));
        ledger.store().putRow(newest());
        return this;
    }

    public RunsByHand voided(long... sequences) {
        for (long sequence : sequences) {
            ledger.store().editRow(sequence, RowColumn.VOID, "1");
        }
        return this;
    }

    public SealedEvent newest() {
        return events.get(events.size() - 1);
    }

    private DraftedEvent drafted(String type, String payload) {
        EventDraft draft = EventDraft.of(type, payload);
        EventId id = new EventId("by-hand-" + (head.sequence().value() + 1));
        return new DraftedEvent(draft, id, Payload.read(draft.payload(), TwinPayloadReader.FORMAT));
    }

    private void add(DraftedEvent draft) {
        SealedEvent event = sealer.seal(List.of(draft), head, AT).get(0);
        head = event.asHead();
        events.add(event);
        ledger.log().addBytes(event.toLine());
    }
}
