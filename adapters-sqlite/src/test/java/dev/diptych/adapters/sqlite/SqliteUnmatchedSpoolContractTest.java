package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.suites.UnmatchedSpoolContract;
import dev.diptych.ports.driven.UnmatchedSpool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

final class SqliteUnmatchedSpoolContractTest extends UnmatchedSpoolContract {
    @TempDir
    Path directory;

    @Override
    protected UnmatchedSpool.Provider provider() {
        return new SqliteUnmatchedSpools(directory);
    }

    @Override
    protected boolean hasLeftSomething() {
        try (Stream<Path> left = Files.list(directory)) {
            return left.findAny().isPresent();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
