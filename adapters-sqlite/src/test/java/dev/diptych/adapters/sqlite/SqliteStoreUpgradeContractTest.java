package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.suites.StoreFixture;
import dev.diptych.contracts.suites.StoreUpgradeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreUpgradeContractTest extends StoreUpgradeContract {
    @TempDir
    Path directory;

    @Override
    protected StoreFixture newFixture() {
        return SqliteStoreFixture.in(directory);
    }
}
