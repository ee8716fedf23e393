package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.LogFixture;
import dev.diptych.contracts.suites.LogReaderContract;

class TwinLogReaderContractTest extends LogReaderContract {
    @Override
    protected LogFixture newFixture() {
        return new TwinLogFixture();
    }
}
