package dev.diptych.ports.driven;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.transaction.PinnedAnswer;
import java.util.List;
import java.util.Optional;

/**
 * A transaction that is durable once it is committed, and in which a caller runs statements of its own. Used by the thread
 * that began it, all but {@link #doom} and {@link #doomed}.
 *
 * <p>It is <b>doomed</b>, and then surely not committed, by
 *
 * <ul>
 *   <li>{@link #doom};
 *   <li>anything thrown out of a method of this, swallowed or not;
 *   <li>a commit or rollback that was not issued through this: a full disk or {@code ON CONFLICT ROLLBACK} ends the
 *       transaction inside the database;
 *   <li>a second database that was attached, because a commit over two files is not atomic;
 *   <li>an inserted row that is not there, byte for byte, right before COMMIT: a savepoint took it.
 * </ul>
 *
 * <p>Once it is doomed, no statement runs in it any more, neither through this nor through what {@link #unwrap} gave. The
 * first reason counts. What {@code unwrap} gives also refuses to commit, roll back, close or attach, which dooms nothing, and
 * refuses everything once the transaction is over.
 */
public interface BoundStoreTransaction extends StoreTransaction, AutoCloseable {
    /**
     * Inserts bound events, not void, behind the newest row.
     *
     * @throws IllegalArgumentException if one of them is not bound; the transaction is doomed
     */
    @Override
    void insert(List<SealedEvent> events, Attesting attesting);

    /** Always refused here: an event is void only after its transaction has ended. */
    @Override
    void insertVoid(List<SealedEvent> events, Attesting attesting);

    /** Allowed: the first event of a ledger may be a bound one. */
    @Override
    void adopt(LedgerId ledger);

    /** Always refused here: a position behind an undecided event would hide it. The outcome moves it. */
    @Override
    void moveTo(LogPosition position, Sequence sequence);

    /** Always refused here: who a store is, is told by the boundaries behind which it lies. */
    @Override
    void identify(StoreId id, long epoch);

    /** Makes the store one of the next epoch, if this transaction is committed. */
    void raiseEpoch();

    /** Each reference to a row that is not there, in words; at most {@value #BROKEN_REFERENCES_MAX} of them. */
    List<String> brokenReferences();

    /** How many broken references are named. */
    int BROKEN_REFERENCES_MAX = 100;

    /** Remembers in the store how a transaction ended, in place of any answer that is there. */
    void pin(PinnedAnswer answer);

    /**
     * Nothing of this transaction may be kept, because of {@code why}. From any thread; a statement that runs in it is
     * interrupted where the adapter can do that. To be called again as long as that statement has not ended: one that was
     * just about to begin is not interrupted. The first reason counts. Does nothing once COMMIT has begun.
     */
    void doom(RuntimeException why);

    /** Why nothing of this transaction will be kept; empty as long as it may be. */
    Optional<RuntimeException> doomed();

    /**
     * Ends the transaction: commits it if it is not doomed, else rolls it back. Throws nothing that the store did; what
     * became of it is the answer.
     *
     * @throws IllegalStateException if it has ended, or in another thread
     */
    BoundEnd commit();

    /**
     * Ends the transaction by taking all of it back.
     *
     * @throws IllegalStateException if it has ended, or in another thread
     */
    BoundEnd rollBack();

    /** Rolls back what has not ended. A second call does nothing. */
    @Override
    void close();
}
