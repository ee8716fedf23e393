package dev.diptych.ports.driven;

import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * One page of a query's answer.
 *
 * @param events the events, in the order asked for
 * @param next what to give to {@link EventQuery#beyond} for the next page; empty on the last
 */
public record EventPage(List<SealedEvent> events, Optional<Sequence> next) {
    public EventPage {
        events = List.copyOf(events);
    }
}
