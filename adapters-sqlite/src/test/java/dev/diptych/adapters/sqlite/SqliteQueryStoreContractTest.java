package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.suites.QueryStoreContract;
import dev.diptych.contracts.suites.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteQueryStoreContractTest extends QueryStoreContract {
    @TempDir
    Path directory;

    @Override
    protected StoreFixture newFixture() {
        return SqliteStoreFixture.in(directory);
    }
}
