package dev.diptych.application.append;

import dev.diptych.domain.event.EventTime;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The time of one batch: what the clock says when it is first asked, and from then on the same. One thread. */
final class BatchTime implements Supplier<EventTime> {
    private final InstantSource clock;
    private Optional<EventTime> time = Optional.empty();

    BatchTime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public EventTime get() {
        if (time.isEmpty()) {
            time = Optional.of(EventTime.of(clock.instant()));
        }
        return time.get();
    }
}
