package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.LogCrashContract;
import dev.diptych.contracts.suites.LogFixture;

class TwinLogCrashContractTest extends LogCrashContract {
    @Override
    protected LogFixture newFixture() {
        return new TwinLogFixture();
    }
}
