package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.CheckpointSinkContract;
import dev.diptych.ports.driven.CheckpointSink;
import java.util.List;

class TwinCheckpointSinkContractTest extends CheckpointSinkContract {
    private TwinCheckpointSink sink = new TwinCheckpointSink();

    @Override
    protected CheckpointSink sink() {
        sink = new TwinCheckpointSink();
        return sink;
    }

    @Override
    protected List<String> kept() {
        return sink.kept();
    }

    @Override
    protected void takeThePlaceAway() {
        sink.takeAway();
    }
}
