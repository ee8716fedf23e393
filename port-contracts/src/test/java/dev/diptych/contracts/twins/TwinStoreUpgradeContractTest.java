package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.StoreFixture;
import dev.diptych.contracts.suites.StoreUpgradeContract;

class TwinStoreUpgradeContractTest extends StoreUpgradeContract {
    @Override
    protected StoreFixture newFixture() {
        return new TwinStoreFixture();
    }
}
