package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.BoundTransactionsContract;
import dev.diptych.contracts.suites.StoreFixture;

class TwinBoundTransactionsContractTest extends BoundTransactionsContract {
    @Override
    protected StoreFixture newFixture() {
        return new TwinStoreFixture();
    }
}
