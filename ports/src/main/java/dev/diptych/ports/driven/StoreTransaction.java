package dev.diptych.ports.driven;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.transaction.PinnedAnswer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A transaction on the store. Used by the thread that runs it, and not after it ended. */
public interface StoreTransaction {
    /** The row at a sequence, not judged. */
    Optional<StoredRow> row(Sequence sequence);

    /** The row with an id, not judged. */
    Optional<StoredRow> row(EventId id);

    /** The highest sequence that a row has, 0 where there is none. */
    Sequence highestSequence();

    StoreIdentity identity();

    /** Inserts the events in their order, in one go; nobody verified their signatures. */
    default void insert(List<SealedEvent> events) {
        insert(events, Attesting.NOBODY);
    }

    /**
     * Inserts the events in their order, in one go.
     *
     * @param attesting says what is known of each signature; asked for signed events only
     * @throws StoreConflictException if a sequence or an id is taken; nothing of the transaction can be kept
     */
    void insert(List<SealedEvent> events, Attesting attesting);

    /** Inserts bound events of a transaction that was aborted; nobody verified their signatures. */
    default void insertVoid(List<SealedEvent> events) {
        insertVoid(events, Attesting.NOBODY);
    }

    /**
     * Inserts bound events of a transaction that was aborted: rows that are in both copies and did not happen.
     *
     * @param attesting says what is known of each signature; asked for signed events only
     * @throws IllegalArgumentException if one of them is not bound
     * @throws IllegalStateException in a bound transaction, or one that the caller brought
     * @throws StoreConflictException if a sequence or an id is taken; nothing of the transaction can be kept
     */
    void insertVoid(List<SealedEvent> events, Attesting attesting);

    /**
     * What the store was told about how a bound transaction ended; empty if nothing, or {@link #unpin} was called since.
     *
     * @throws DamagedCopyException if what is there is not such an answer
     */
    Optional<PinnedAnswer> pinned();

    /** Forgets the pinned answer: the log tells it now. Does nothing where there is none. */
    void unpin();

    /**
     * How many rows a table has, a caller's or one of the store's own; empty if there is none of that name.
     *
     * @param table its name, as it stands
     */
    OptionalLong rowCount(String table);

    /**
     * Gives a store that was made from the log the identity that the log's newest boundary names.
     *
     * @param epoch from 1
     * @throws IllegalStateException if the store's epoch is not 0: it has an identity of its own
     */
    void identify(StoreId id, long epoch);

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
