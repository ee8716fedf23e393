package dev.diptych.ports.driving;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.event.EventTime;
import java.util.Optional;

/**
 * How far a ledger is.
 *
 * @param head the newest durable event; empty while the ledger is unborn
 * @param pendingEvents events that are durable in the log and not yet in the store
 * @param stopped why this writer takes no more appends; empty while it does
 * @param heldSince since when a transaction, or a bound event that is not settled, holds the ledger, so that appends wait;
 *     empty while none does
 */
public record MirrorState(
        Optional<ChainHead> head, long pendingEvents, Optional<String> stopped, Optional<EventTime> heldSince) {}
