package dev.diptych.bootstrap.wiring;

import dev.diptych.contracts.suites.DeadlinesContract;
import dev.diptych.ports.driven.Deadlines;
import java.time.Duration;

class ThreadDeadlinesContractTest extends DeadlinesContract {
    @Override
    protected Deadlines deadlines() {
        return new ThreadDeadlines();
    }

    @Override
    protected Duration soon() {
        return Duration.ofMillis(1);
    }

    @Override
    protected void letTimePass() {
        // It passes by itself.
    }
}
