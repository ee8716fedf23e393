package dev.diptych.contracts.files;

import dev.diptych.contracts.suites.DurableFilesContract;
import dev.diptych.contracts.suites.FilesFixture;
import dev.diptych.ports.driven.files.DurableFiles;
import java.nio.file.Path;

class CrashingFilesContractTest extends DurableFilesContract {
    @Override
    protected FilesFixture newFixture() {
        return new CrashingFixture();
    }

    static final class CrashingFixture implements FilesFixture {
        private CrashingFiles files = CrashingFiles.onEmptyDisk();

        @Override
        public DurableFiles files() {
            return files;
        }

        @Override
        public Path root() {
            return Path.of("/");
        }

        @Override
        public DurableFiles anotherProcess() {
            return files.anotherProcess();
        }

        @Override
        public void putLink(Path link, Path target) {
            files.putLink(link);
        }

        @Override
        public boolean canCutPower() {
            return true;
        }

        @Override
        public void powerCut(long seed) {
            files = files.afterPowerCut(PowerCut.seeded(seed));
        }
    }
}
