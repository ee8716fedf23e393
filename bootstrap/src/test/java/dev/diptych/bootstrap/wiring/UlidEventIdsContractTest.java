package dev.diptych.bootstrap.wiring;

import dev.diptych.contracts.suites.EventIdGeneratorContract;
import dev.diptych.ports.driven.EventIdGenerator;
import java.time.Instant;

class UlidEventIdsContractTest extends EventIdGeneratorContract {
    @Override
    protected EventIdGenerator generator() {
        return new UlidEventIds(() -> Instant.parse("2026-01-01T00:00:00Z"));
    }
}
