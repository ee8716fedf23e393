package dev.diptych.ports.driving;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;

/**
 * Evidence of an event that is durable in the log.
 *
 * @param sequence its place in the chain
 * @param id its id
 * @param hash its event hash
 */
public record AppendReceipt(Sequence sequence, EventId id, EventHash hash) {
    public static AppendReceipt of(SealedEvent event) {
        return new AppendReceipt(event.sequence(), event.id(), event.hash());
    }
}
