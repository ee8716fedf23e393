package dev.diptych.ports.driven;

import dev.diptych.domain.chain.LedgerId;
import java.util.Optional;

/**
 * Who a store is.
 *
 * @param ledgerId the ledger it belongs to; empty while it is unborn
 * @param storeId its own identity, drawn when it was made
 * @param format the version of the line format
 * @param schema the version of the store's schema
 * @param epoch 1 at birth, 1 more at each committed boundary; 0 in a store that is being made from a log
 */
public record StoreIdentity(Optional<LedgerId> ledgerId, StoreId storeId, int format, int schema, long epoch) {}
