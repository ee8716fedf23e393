package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.RandomBytesContract;
import dev.diptych.ports.driven.RandomBytes;

class SeededRandomBytesContractTest extends RandomBytesContract {
    @Override
    protected RandomBytes randomBytes(int run) {
        return SeededRandomBytes.of(run);
    }

    @Override
    protected boolean isUnforeseeable() {
        return false;
    }
}
