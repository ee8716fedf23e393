package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.StoreUpgrade;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import java.util.Optional;

/** The place of a store in memory. */
final class TwinStoreProvider implements StoreProvider {
    static final int SCHEMA = 2;

    private final TwinStoreDisk disk;

    TwinStoreProvider(TwinStoreDisk disk) {
        this.disk = disk;
    }

    @Override
    public StorePresence presence() {
        return new StorePresence(disk.isThere(), !disk.isMerged());
    }

    @Override
    public QueryStore create(StoreId id, long epoch) {
        if (disk.isThere()) {
            throw new ForeignStoreException(
                    "there is something in the store's place already. It was left as it is. Next: open it, or take another place");
        }
        disk.make(id, epoch);
        return openForWriting();
    }

    @Override
    public QueryStore openForWriting() {
        requireOurs();
        return new TwinStore(disk);
    }

    @Override
    public StoreReader openForReading() {
        requireOurs();
        return new TwinStoreReader(disk);
    }

    @Override
    public QueryStore openForUpgrade() {
        return openForWriting();
    }

    /** There is one schema, so nothing is outdated. */
    @Override
    public Optional<StoreUpgrade> upgrade() {
        return Optional.empty();
    }

    private void requireOurs() {
        if (!disk.isThere()) {
            throw new StoreFailedException("there is no store in memory. Nothing was changed. Next: create one");
        }
        if (disk.isForeign()) {
            throw new ForeignStoreException(
                    "what lies in the store's place is not Diptych's. It was left as it is. Next: take another place");
        }
        if (disk.schema() != SCHEMA) {
            throw new UnknownStoreVersionException("the store has schema " + disk.schema() + ", and this program knows "
                    + SCHEMA + ". It was left as it is. Next: use a newer program");
        }
        disk.requireWorking();
    }
}
