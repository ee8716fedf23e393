package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.suites.PayloadReaderContract;
import dev.diptych.domain.event.Limits;
import dev.diptych.ports.driven.PayloadReader;

final class JacksonPayloadReaderContractTest extends PayloadReaderContract {
    @Override
    protected PayloadReader reader(Limits limits) {
        return new JacksonPayloadReader(limits);
    }
}
