package dev.diptych.adapters.keys;

import dev.diptych.contracts.suites.SignatureVerifierContract;
import dev.diptych.ports.driven.SignatureVerifier;

final class Ed25519VerifierContractTest extends SignatureVerifierContract {
    @Override
    protected SignatureVerifier verifier() {
        return new Ed25519Verifier();
    }
}
