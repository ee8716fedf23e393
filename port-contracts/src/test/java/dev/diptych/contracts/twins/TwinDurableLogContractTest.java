package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.DurableLogContract;
import dev.diptych.contracts.suites.LogFixture;

class TwinDurableLogContractTest extends DurableLogContract {
    @Override
    protected LogFixture newFixture() {
        return new TwinLogFixture();
    }
}
