package dev.diptych.contracts.files;

import dev.diptych.contracts.suites.DurableFilesContract;
import dev.diptych.contracts.suites.FilesFixture;
import dev.diptych.ports.driven.files.DurableFiles;
import java.nio.file.Path;

/** A decorator that is told of no fault is the file system beneath it. */
class FaultyFilesContractTest extends DurableFilesContract {
    @Override
    protected FilesFixture newFixture() {
        return new FilesFixture() {
            private final CrashingFiles below = CrashingFiles.onEmptyDisk();

            @Override
            public DurableFiles files() {
                return FaultyFiles.over(below);
            }

            @Override
            public Path root() {
                return Path.of("/");
            }

            @Override
            public DurableFiles anotherProcess() {
                return FaultyFiles.over(below.anotherProcess());
            }

            @Override
            public void putLink(Path link, Path target) {
                below.putLink(link);
            }
        };
    }
}
