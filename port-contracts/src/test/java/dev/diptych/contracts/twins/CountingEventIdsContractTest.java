package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.EventIdGeneratorContract;
import dev.diptych.ports.driven.EventIdGenerator;

class CountingEventIdsContractTest extends EventIdGeneratorContract {
    @Override
    protected EventIdGenerator generator() {
        return new CountingEventIds();
    }
}
