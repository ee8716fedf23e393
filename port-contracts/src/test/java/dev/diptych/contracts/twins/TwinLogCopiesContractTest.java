package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.suites.LogCopiesContract;
import dev.diptych.ports.driven.LogCopies;
import java.nio.file.Path;

class TwinLogCopiesContractTest extends LogCopiesContract {
    @Override
    protected LogCopies copies() {
        return new TwinLogCopies(CrashingFiles.onEmptyDisk());
    }

    @Override
    protected Path emptyDirectory() {
        return Path.of("/kept");
    }
}
