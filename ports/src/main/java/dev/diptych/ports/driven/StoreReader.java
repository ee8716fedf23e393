package dev.diptych.ports.driven;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.signature.Attestation;
import dev.diptych.domain.transaction.PinnedAnswer;
import java.util.List;
import java.util.Optional;

/**
 * The store for reading, on connections of its own, beside a writer or without one. Any number of threads; each scan and
 * cursor belongs to one. Long walks take a new snapshot every few thousand rows, which is safe because rows never change,
 * so that a walk never keeps the write-ahead log from being reset.
 */
public interface StoreReader extends SealedEventSource, EventLookups, AutoCloseable {
    StoreIdentity identity();

    /** How far the store has followed the log; empty before its first event. */
    Optional<StoredPosition> position();

    /**
     * What the store was told about how a bound transaction ended; empty if nothing, or it was forgotten since.
     *
     * @throws DamagedCopyException if what is there is not such an answer
     */
    Optional<PinnedAnswer> pinned();

    /** The highest sequence that a row has, 0 where there is none. Constant time, and the frozen head of a verification. */
    Sequence highestSequence();

    /**
     * Every row after {@code after}, in order of sequence, through {@code through}, as the bytes of the line it should be.
     * Nothing is judged, and a row of any content is passed on.
     */
    RowScan scan(Sequence after, Sequence through);

    /** What is known of the signature of the event at a sequence; empty without a row, and in a store too old to tell. */
    Optional<Attestation> attestation(Sequence sequence);

    /** The row at a sequence, not judged. */
    Optional<StoredRow> row(Sequence sequence);

    /**
     * The types of the ledger's own events, those that begin with {@code diptych.}, each once, in their order as text. Found
     * through an index: costs grow with the number of such types, not with the number of events.
     */
    List<String> ownTypes();

    /** What this reader could not do as usual, in words, for reports; for example that it reads a copy. */
    Optional<String> note();

    @Override
    void close();
}
