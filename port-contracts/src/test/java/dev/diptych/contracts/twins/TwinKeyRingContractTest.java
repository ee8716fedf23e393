package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.KeyRingContract;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.ports.driven.KeyRing;
import java.util.List;

class TwinKeyRingContractTest extends KeyRingContract {
    private TwinKeyRing ring = new TwinKeyRing();

    @Override
    protected KeyRing ring() {
        ring = new TwinKeyRing();
        return ring;
    }

    @Override
    protected void say(List<TrustedKey> keys) {
        ring.trustOnly(keys);
    }

    @Override
    protected void spoil() {
        ring.spoil();
    }
}
