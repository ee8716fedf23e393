package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.TreeMemoryContract;
import dev.diptych.ports.driven.TreeMemory;

class TwinTreeMemoryContractTest extends TreeMemoryContract {
    private TwinTreeMemory memory = new TwinTreeMemory();

    @Override
    protected TreeMemory memory() {
        memory = new TwinTreeMemory();
        return memory;
    }

    @Override
    protected TreeMemory reopened() {
        return memory;
    }

    @Override
    protected void spoil() {
        memory.forget();
    }
}
