package dev.diptych.contracts.twins;

import dev.diptych.domain.event.EventId;
import dev.diptych.ports.driven.EventIdGenerator;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that a test can foresee: {@code evt_00000000000000000000000001} and so on, as long as those with a ULID. */
public final class CountingEventIds implements EventIdGenerator {
    private static final String ZEROS = "0".repeat(26);

    private final AtomicLong made = new AtomicLong();

    @Override
    public EventId next() {
        String digits = Long.toString(made.incrementAndGet());
        return new EventId("evt_" + ZEROS.substring(digits.length()) + digits);
    }
}
