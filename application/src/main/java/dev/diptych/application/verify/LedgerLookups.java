package dev.diptych.application.verify;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.parity.ParityLookups;
import dev.diptych.ports.driven.DamagedCopyException;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoredRow;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers a join from both copies. Rows beyond the frozen head are not looked at. */
final class LedgerLookups implements ParityLookups {
    private final Optional<LogLines> log;
    private final Optional<StoreReader> store;
    private final long frozenHead;

    LedgerLookups(Optional<LogLines> log, Optional<StoreReader> store, long frozenHead) {
        this.log = log;
        this.store = store;
        this.frozenHead = frozenHead;
    }

    @Override
    public Optional<FoundLine> logLine(long sequence) {
        return log.flatMap(lines -> lines.find(sequence));
    }

    @Override
    public Optional<byte[]> storeRow(long sequence) {
        return sequence < 1 || sequence > frozenHead
                ? Optional.empty()
                : store.flatMap(reader -> reader.row(Sequence.of(sequence))).map(StoredRow::line);
    }

    @Override
    public OptionalLong storeSequenceOf(String id) {
        try {
            Optional<SealedEvent> event = store.flatMap(reader -> reader.find(new EventId(id)));
            return event.map(found -> OptionalLong.of(found.sequenceValue())).orElseGet(OptionalLong::empty);
        } catch (DamagedCopyException unsoundRow) {
            // Such a row cannot be equal to a sound line, and nothing vouches for its id.
            return OptionalLong.empty();
        }
    }
}
