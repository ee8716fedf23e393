package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.suites.StoreCopiesContract;
import dev.diptych.ports.driven.StoreCopies;
import dev.diptych.ports.driven.StoreProvider;
import java.nio.file.Path;

class TwinStoreCopiesContractTest extends StoreCopiesContract {
    private final CrashingFiles files = CrashingFiles.onEmptyDisk();
    private final TwinStoreDisk disk = TwinStoreDisk.empty();
    private final TwinStoreCopies copies = new TwinStoreCopies(disk, files);

    @Override
    protected StoreProvider source() {
        return disk.provider();
    }

    @Override
    protected StoreCopies copies() {
        return copies;
    }

    @Override
    protected Path emptyDirectory() {
        Path directory = Path.of("/kept");
        files.put(directory.resolveSibling("beside"), new byte[0]);
        makeDirectory(directory);
        return directory;
    }

    private void makeDirectory(Path directory) {
        try {
            files.createDirectories(directory);
        } catch (java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
