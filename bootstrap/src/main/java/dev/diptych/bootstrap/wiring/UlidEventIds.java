package dev.diptych.bootstrap.wiring;

import com.github.f4b6a3.ulid.UlidFactory;
import dev.diptych.domain.event.EventId;
import dev.diptych.ports.driven.EventIdGenerator;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * {@code evt_} and a ULID (https://github.com/ulid/spec): 48 bits of time and 80 of randomness, so that ids sort by time,
 * and within a millisecond by the order in which they were made.
 */
public final class UlidEventIds implements EventIdGenerator {
    private final UlidFactory ulids;

    public UlidEventIds(InstantSource clock) {
        this.ulids = UlidFactory.newMonotonicInstance(new SecureRandom(), clock::millis);
    }

    @Override
    public EventId next() {
        return new EventId("evt_" + ulids.create());
    }
}
