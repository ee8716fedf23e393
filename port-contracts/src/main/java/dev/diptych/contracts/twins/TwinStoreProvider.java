package dev.diptych.contracts.twins;

import dev.diptych.ports.driven.ForeignStoreException;
import dev.diptych.ports.driven.OutdatedStoreException;
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
    /** The newest one. */
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
        if (disk.schema() < SCHEMA) {
            throw new OutdatedStoreException("the store in memory is of an older schema: expected " + SCHEMA
                    + ", found " + disk.schema() + ". Nothing was changed. Next: diptych cutover run");
        }
        return opened();
    }

    private QueryStore opened() {
        disk.gate().pass(TwinStoreOperation.Kind.OPEN, () -> {});
        return new TwinStore(disk);
    }

    @Override
    public StoreReader openForReading() {
        requireOurs();
        return new TwinStoreReader(disk);
    }

    @Override
    public QueryStore openForUpgrade() {
        requireOurs();
        return opened();
    }

    @Override
    public Optional<StoreUpgrade> upgrade() {
        if (!disk.isThere()) {
            return Optional.empty();
        }
        requireOurs();
        return disk.schema() == 1 ? Optional.of(new StoreUpgrade(1, SCHEMA, TwinUpgradeStep.ALL)) : Optional.empty();
    }

    private void requireOurs() {
        if (!disk.isThere()) {
            throw new StoreFailedException("there is no store in memory. Nothing was changed. Next: create one");
        }
        if (disk.isForeign()) {
            throw new ForeignStoreException(
                    "what lies in the store's place is not Diptych's. It was left as it is. Next: take another place");
        }
        if (disk.schema() > SCHEMA) {
            throw new UnknownStoreVersionException("the store has schema " + disk.schema() + ", and this program knows "
                    + SCHEMA + ". It was left as it is. Next: use a newer program");
        }
        disk.requireWorking();
    }
}
