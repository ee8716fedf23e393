package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.suites.TreeMemoryContract;
import dev.diptych.ports.driven.TreeMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class TreeFileContractTest extends TreeMemoryContract {
    private static final Path FILE = Path.of("/ledger/tree");

    private CrashingFiles files = CrashingFiles.onEmptyDisk();

    @Override
    protected TreeMemory memory() {
        files = CrashingFiles.onEmptyDisk();
        files.put(FILE.resolveSibling("lock"), new byte[0]);
        return TreeFile.at(files, FILE);
    }

    @Override
    protected TreeMemory reopened() {
        return TreeFile.at(files.anotherProcess(), FILE);
    }

    @Override
    protected void spoil() {
        files.put(FILE, "diptych tree 1\n3 and something else\n".getBytes(StandardCharsets.UTF_8));
    }
}
