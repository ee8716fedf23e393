package dev.diptych.domain.transaction;

import static dev.diptych.domain.chain.Sealing.judged;
import static dev.diptych.domain.chain.Sealing.rehashed;
import static dev.diptych.domain.chain.Sealing.text;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.DraftedEvent;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.EventSealer;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventTime;
import dev.diptych.domain.policy.BrokenGlassRecord;
import java.util.ArrayList;
import java.util.List;

/** A ledger that also has bound events, made of lines whose hashes and links are right. */
final class BoundLedger {
    private static final EventTime RECORDED = EventTime.parse("recorded_at", "2026-11-23T10:00:00.200000Z");
    private static final String EXAMPLE = "com.example.happened.v1";

    private final EventSealer sealer = new EventSealer();
    private final Sealing drafts = Sealing.ledger();
    private final List<SealedEvent> events = new ArrayList<>();
    private ChainHead head = ChainHead.beforeFirst(Sealing.LEDGER);

    List<SealedEvent> events() {
        return List.copyOf(events);
    }

    SealedEvent newest() {
        return events.get(events.size() - 1);
    }

    BoundLedger ordinary(int count) {
        for (int i = 0; i < count; i++) {
            add(false, EXAMPLE, "{}");
        }
        return this;
    }

    BoundLedger bound(int count) {
        for (int i = 0; i < count; i++) {
            add(true, EXAMPLE, "{}");
        }
        return this;
    }

    /** A bound event with the record of the glass that was broken for it. */
    BoundLedger brokenOpen() {
        return batch(true, drafts.draft(BrokenGlassRecord.EVENT_TYPE, "{\"who\":\"w\"}"), drafts.draft(EXAMPLE, "{}"));
    }

    BoundLedger boundTogether(int count) {
        DraftedEvent[] together = new DraftedEvent[count];
        for (int i = 0; i < count; i++) {
            together[i] = drafts.draft(EXAMPLE, "{}");
        }
        return batch(true, together);
    }

    /** What tells of the newest {@code count} events. */
    BoundLedger told(TransactionOutcome outcome, int count) {
        return tell(OutcomeRecord.of(newestRun(count), outcome, DecidedBy.CALLER));
    }

    BoundLedger tell(OutcomeEvent outcome) {
        return add(false, outcome.type().value(), outcome.json());
    }

    BoundLedger tellBound(OutcomeEvent outcome) {
        return add(true, outcome.type().value(), outcome.json());
    }

    BoundRun newestRun(int count) {
        return new BoundRun(events.subList(events.size() - count, events.size()));
    }

    /** Sequences that no line has. */
    BoundLedger skip(int count) {
        head = new ChainHead(new Sequence(head.sequence().value() + count), head.hash());
        return this;
    }

    BoundLedger add(boolean bound, String type, String payload) {
        return batch(bound, drafts.draft(type, payload));
    }

    private BoundLedger batch(boolean bound, DraftedEvent... drafted) {
        EventHash previous = head.hash();
        for (SealedEvent sealed : sealer.seal(List.of(drafted), head, RECORDED)) {
            String line = text(sealed.toLine())
                    .replace(
                            "\"prev_event_hash\":\"" + sealed.previousHash().hex(),
                            "\"prev_event_hash\":\"" + previous.hex());
            String marked = bound ? line.replace("],\"payload_hash\"", "],\"bound\":true,\"payload_hash\"") : line;
            SealedEvent event = ((LineVerdict.WellFormed) judged(rehashed(marked))).event();
            previous = event.hash();
            events.add(event);
        }
        head = newest().asHead();
        return this;
    }
}
