package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.StoreFixture;
import dev.diptych.contracts.suites.StoreReaderContract;

class TwinStoreReaderContractTest extends StoreReaderContract {
    @Override
    protected StoreFixture newFixture() {
        return new TwinStoreFixture();
    }
}
