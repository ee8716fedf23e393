package dev.diptych.ports.driven;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.event.EventId;
import java.util.Optional;

/** Questions that a store answers fast. What is answered was judged: its hashes are right. */
public interface EventLookups {
    /**
     * @throws DamagedCopyException if the row found is no sound event
     */
    Optional<SealedEvent> find(EventId id);

    /**
     * @throws DamagedCopyException if the row found is no sound event
     */
    Optional<SealedEvent> find(Sequence sequence);

    /**
     * One page of the events that fit, in the order of the query. Pages are keyed by sequence, so that appends between
     * two pages neither repeat nor hide an event.
     *
     * @throws DamagedCopyException if a row that fits is no sound event
     */
    EventPage query(EventQuery query);
}
