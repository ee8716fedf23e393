package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.SignatureVerifierContract;
import dev.diptych.ports.driven.SignatureVerifier;

class TwinSignatureVerifierContractTest extends SignatureVerifierContract {
    @Override
    protected SignatureVerifier verifier() {
        return new TwinSignatureVerifier();
    }
}
