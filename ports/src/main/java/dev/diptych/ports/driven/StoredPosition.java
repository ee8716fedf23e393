package dev.diptych.ports.driven;

import dev.diptych.domain.chain.ChainHead;

/**
 * How far the store has followed the log: a lower bound. Rows beyond it may be there.
 *
 * @param position where in the log the event ends, as a hint
 * @param event the sequence and hash of the store's row that ends there
 */
public record StoredPosition(LogPosition position, ChainHead event) {}
