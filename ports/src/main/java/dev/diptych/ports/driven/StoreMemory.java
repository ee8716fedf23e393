package dev.diptych.ports.driven;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import java.util.Optional;

/**
 * What the store remembers of the log: the witness that tells a torn tail from a cut or damaged log.
 *
 * @param present whether a store is there that was there before this opening; without one no torn tail is cut
 * @param ledgerId the ledger it belongs to; empty while it is unborn
 * @param head its newest event
 * @param position how far it has followed the log
 */
public record StoreMemory(
        boolean present, Optional<LedgerId> ledgerId, Optional<ChainHead> head, Optional<StoredPosition> position) {
    /** There is no store, or it was made during this opening. */
    public static final StoreMemory NONE = new StoreMemory(false, Optional.empty(), Optional.empty(), Optional.empty());

    /** A store that was there before and has never seen an event. */
    public static final StoreMemory UNBORN =
            new StoreMemory(true, Optional.empty(), Optional.empty(), Optional.empty());
}
