package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.DeadlinesContract;
import dev.diptych.ports.driven.Deadlines;
import java.time.Duration;

class HandDeadlinesContractTest extends DeadlinesContract {
    private final HandDeadlines deadlines = new HandDeadlines();

    @Override
    protected Deadlines deadlines() {
        return deadlines;
    }

    @Override
    protected Duration soon() {
        return Duration.ofMinutes(1);
    }

    @Override
    protected void letTimePass() {
        new Thread(deadlines::expire, "twin-time").start();
    }
}
