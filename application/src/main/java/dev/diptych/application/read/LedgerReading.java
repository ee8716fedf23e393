package dev.diptych.application.read;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.EventPage;
import dev.diptych.ports.driven.EventQuery;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
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
        public void close() {
            reader.close();
        }
    }
}
