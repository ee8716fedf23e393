package dev.diptych.bootstrap.wiring;

import dev.diptych.contracts.suites.RandomBytesContract;
import dev.diptych.ports.driven.RandomBytes;

class SecureRandomBytesContractTest extends RandomBytesContract {
    @Override
    protected RandomBytes randomBytes(int run) {
        return new SecureRandomBytes();
    }

    @Override
    protected boolean isUnforeseeable() {
        return true;
    }
}
