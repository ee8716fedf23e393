package dev.diptych.application.read;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.EventStanding;
import dev.diptych.ports.driving.ReadLedger;
import java.util.Optional;

/** Reads from the store, which only ever has what is durable. */
public final class LedgerReading implements ReadLedger {
    private final StoreProvider store;

    public LedgerReading(StoreProvider store) {
        this.store = store;
    }

    @Override
    public View open() {
        return new StoreView(store.openForReading());
    }

    private record StoreView(StoreReader reader) implements View {
        @Override
        public Sequence mirroredThrough() {
            return reader.highestSequence();
        }

        @Override
        public EventCursor after(Sequence sequence) {
            return reader.after(sequence);
        }

        @Override
        public Optional<SealedEvent> find(EventId id) {
            return reader.find(id);
        }

        @Override
        public Optional<SealedEvent> find(Sequence sequence) {
            return reader.find(sequence);
        }

        @Override
        public EventPage query(EventQuery query) {
            return reader.query(query);
        }

        @Override
        public EventStanding standing(SealedEvent event) {
            if (!event.isBound()) {
                return EventStanding.HAPPENED;
            }
            boolean isVoid =
                    reader.row(event.sequence()).filter(StoredRow::isVoid).isPresent();
            return isVoid ? EventStanding.VOID : unlessUndecided(event);
        }

        /** The first event behind a run that is not bound is its outcome. */
        private EventStanding unlessUndecided(SealedEvent event) {
            Sequence last = Sequence.of(Math.min(Sequence.VALUE_MAX, event.sequenceValue() + BoundRun.EVENTS_MAX));
            try (EventCursor behind = reader.after(event.sequence())) {
                while (behind.advance() && !behind.event().sequence().isAfter(last)) {
                    if (!behind.event().isBound()) {
                        return EventStanding.HAPPENED;
                    }
                }
            }
            return EventStanding.UNDECIDED;
        }

        @Override
        public Optional<Attestation> attestation(Sequence sequence) {
            return reader.attestation(sequence);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
