package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.UnmatchedSpoolContract;
import dev.diptych.ports.driven.UnmatchedSpool;

class TwinUnmatchedSpoolContractTest extends UnmatchedSpoolContract {
    @Override
    protected UnmatchedSpool.Provider provider() {
        return TwinUnmatchedSpool::open;
    }

    @Override
    protected boolean hasLeftSomething() {
        return false;
    }
}
