package dev.diptych.application.settle;

import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.event.EventDraft;
import dev.diptych.domain.event.EventSource;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.event.JsonText;
import dev.diptych.domain.event.Payload;
import dev.diptych.domain.transaction.OutcomeRecord;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventIdGenerator;
import dev.diptych.ports.driven.PayloadReader;
import java.time.InstantSource;
import java.util.List;

/** Tells an outcome in the log: one line, a batch of its own, right behind the run that it speaks of. Nobody signs it. */
public final class OutcomeTelling {
    private final DurableLog log;
    private final EventIdGenerator ids;
    private final PayloadReader payloads;
    private final InstantSource clock;

    public OutcomeTelling(DurableLog log, EventIdGenerator ids, PayloadReader payloads, InstantSource clock) {
        this.log = log;
        this.ids = ids;
        this.payloads = payloads;
        this.clock = clock;
    }

    /**
     * Tells it, durably. Afterwards the rows are never asked again.
     *
     * @param outcome of the run that ends at the log's head
     * @return the line
     * @throws dev.diptych.ports.driven.LogNotWrittenException as {@link DurableLog#append} does
     * @throws dev.diptych.ports.driven.LogReplacedException as {@link DurableLog#append} does
     * @throws dev.diptych.ports.driven.LogOutcomeUnknownException as {@link DurableLog#append} does
     */
    public SealedEvent tell(OutcomeRecord outcome) {
        EventDraft draft =
                EventDraft.of(outcome.type(), JsonText.of(outcome.json())).withSource(EventSource.LEDGER);
        DraftedEvent drafted = new DraftedEvent(draft, ids.next(), Payload.read(draft.payload(), payloads));
        List<SealedEvent> line =
                new EventSealer().seal(List.of(drafted), log.head().orElseThrow(), EventTime.of(clock.instant()));
        log.append(line); // Commit point of the outcome: from here on it is told, whatever the rows say.
        return line.get(0);
    }
}
