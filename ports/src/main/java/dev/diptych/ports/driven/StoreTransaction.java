package dev.diptych.ports.driven;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import java.util.List;
import java.util.Optional;

/** A transaction on the store. Used by the thread that runs it, and not after it ended. */
public interface StoreTransaction {
    /** The row at a sequence, not judged. */
    Optional<StoredRow> row(Sequence sequence);

    /** The row with an id, not judged. */
    Optional<StoredRow> row(EventId id);

    /** The highest sequence that a row has, 0 where there is none. */
    Sequence highestSequence();

    StoreIdentity identity();

    /**
     * Inserts the events in their order, in one go.
     *
     * @throws StoreConflictException if a sequence or an id is taken; nothing of the transaction can be kept
     */
    void insert(List<SealedEvent> events);

    /** Makes an unborn store one of this ledger; a born store must be of it already. */
    void adopt(LedgerId ledger);

    /** Remembers how far the store has followed the log. */
    void moveTo(LogPosition position, Sequence sequence);

    /**
     * The door to the storage library, for callers who have statements of their own to run in this transaction.
     *
     * @throws IllegalArgumentException if the adapter has no such thing
     */
    <T> T unwrap(Class<T> type);
}
