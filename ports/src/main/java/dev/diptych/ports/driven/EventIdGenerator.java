package dev.diptych.ports.driven;

import dev.diptych.domain.event.EventId;

/** Makes ids for drafts that have none. Each is new; by default {@code evt_} and a ULID. Safe for use by many threads. */
@FunctionalInterface
public interface EventIdGenerator {
    EventId next();
}
