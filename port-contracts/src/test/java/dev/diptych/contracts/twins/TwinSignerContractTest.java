package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.EventSignerContract;
import dev.diptych.ports.driven.EventSigner;

class TwinSignerContractTest extends EventSignerContract {
    @Override
    protected EventSigner signer(byte[] seed) {
        return TwinSigner.ofSeed(seed);
    }
}
