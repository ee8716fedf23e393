package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.LogFixture;
import dev.diptych.contracts.suites.LogProviderContract;

class TwinLogProviderContractTest extends LogProviderContract {
    @Override
    protected LogFixture newFixture() {
        return new TwinLogFixture();
    }
}
