package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.PayloadReaderContract;
import dev.diptych.domain.event.Limits;
import dev.diptych.ports.driven.PayloadReader;

class TwinPayloadReaderContractTest extends PayloadReaderContract {
    @Override
    protected PayloadReader reader(Limits limits) {
        return TwinPayloadReader.within(limits);
    }
}
