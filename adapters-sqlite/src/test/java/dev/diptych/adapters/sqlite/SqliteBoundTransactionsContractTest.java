package dev.diptych.adapters.sqlite;

import dev.diptych.contracts.suites.BoundTransactionsContract;
import dev.diptych.contracts.suites.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteBoundTransactionsContractTest extends BoundTransactionsContract {
    @TempDir
    Path directory;

    @Override
    protected StoreFixture newFixture() {
        return SqliteStoreFixture.in(directory);
    }
}
