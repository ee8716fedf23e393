package dev.diptych.adapters.keys;

import dev.diptych.contracts.suites.EventSignerContract;
import dev.diptych.ports.driven.EventSigner;

final class Ed25519SignerContractTest extends EventSignerContract {
    @Override
    protected EventSigner signer(byte[] seed) {
        return Ed25519Signer.ofSeed(seed);
    }
}
