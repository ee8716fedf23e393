package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.StoreFixture;
import dev.diptych.contracts.suites.StoreQueryContract;

class TwinStoreQueryContractTest extends StoreQueryContract {
    @Override
    protected StoreFixture newFixture() {
        return new TwinStoreFixture();
    }
}
