package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.LogDamageContract;
import dev.diptych.contracts.suites.LogFixture;

class TwinLogDamageContractTest extends LogDamageContract {
    @Override
    protected LogFixture newFixture() {
        return new TwinLogFixture();
    }
}
