package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.suites.StoreCopiesContract;
import dev.diptych.contracts.twins.TwinPayloadReader;
import dev.diptych.ports.driven.StoreCopies;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreCopiesContractTest extends StoreCopiesContract {
    @TempDir
    private Path temporary;

    private URI location() {
        return URI.create("sqlite:" + temporary.resolve("mirror/store.db"));
    }

    @Override
    protected StoreProvider source() {
        return new SqliteAdapter().at(location(), TwinPayloadReader.FORMAT, StoreOptions.OWN);
    }

    @Override
    protected StoreCopies copies() {
        return SqliteStoreCopies.of(location(), TwinPayloadReader.FORMAT);
    }

    @Override
    protected Path emptyDirectory() {
        try {
            Files.createDirectories(temporary.resolve("mirror"));
            return Files.createDirectories(temporary.resolve("kept"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
