package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.QueryStoreContract;
import dev.diptych.contracts.suites.StoreFixture;

class TwinQueryStoreContractTest extends QueryStoreContract {
    @Override
    protected StoreFixture newFixture() {
        return new TwinStoreFixture();
    }
}
