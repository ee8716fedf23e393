package dev.diptych.adapters.jsonl;

import dev.diptych.contracts.suites.DurableFilesContract;
import dev.diptych.contracts.suites.FilesFixture;
import dev.diptych.ports.driven.files.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class NioDurableFilesContractTest extends DurableFilesContract {
    @TempDir
    Path directory;

    @Override
    protected FilesFixture newFixture() {
        try {
            return new RealDirectory(Files.createTempDirectory(directory, "root"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A directory of the real file system. Its power cannot be cut here; the crash-testing twin stands for that. */
    private record RealDirectory(Path root) implements FilesFixture {
        @Override
        public DurableFiles files() {
            return new NioDurableFiles();
        }

        @Override
        public DurableFiles anotherProcess() {
            return new NioDurableFiles();
        }

        @Override
        public void putLink(Path link, Path target) {
            try {
                Files.createSymbolicLink(link, target);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
