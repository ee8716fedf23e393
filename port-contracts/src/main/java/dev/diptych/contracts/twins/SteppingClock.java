package dev.diptych.contracts.twins;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes one step further each time it is looked at, and that a test can set, backwards too. */
public final class SteppingClock implements InstantSource {
    private final Duration step;
    private Instant next;

    private SteppingClock(Instant first, Duration step) {
        this.next = first;
        this.step = step;
    }

    /** Begins at 2026-11-23T10:00:00Z and steps by a millisecond. */
    public static SteppingClock standard() {
        return from(Instant.parse("2026-11-23T10:00:00Z"), Duration.ofMillis(1));
    }

    public static SteppingClock from(Instant first, Duration step) {
        return new SteppingClock(first, step);
    }

    @Override
    public synchronized Instant instant() {
        Instant now = next;
        next = now.plus(step);
        return now;
    }

    /** What the next look shows. */
    public synchronized void set(Instant instant) {
        next = instant;
    }
}
