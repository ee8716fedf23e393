package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.suites.LogCopiesContract;
import dev.diptych.domain.event.Limits;
import dev.diptych.ports.driven.LogCopies;
import java.nio.file.Path;

class JsonlLogCopiesContractTest extends LogCopiesContract {
    @Override
    protected LogCopies copies() {
        return new JsonlLogCopies(CrashingFiles.onEmptyDisk(), new JacksonPayloadReader(Limits.FORMAT));
    }

    @Override
    protected Path emptyDirectory() {
        return Path.of("/kept");
    }
}
