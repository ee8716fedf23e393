package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.StoreFixture;
import dev.diptych.contracts.suites.StoreProviderContract;

class TwinStoreProviderContractTest extends StoreProviderContract {
    @Override
    protected StoreFixture newFixture() {
        return new TwinStoreFixture();
    }
}
