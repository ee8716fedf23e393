package dev.diptych.contracts.twins;

import dev.diptych.contracts.twins.TwinStoreOperation.Kind;
import java.util.Optional;

/** A caller's values in a transaction whose end nobody watches. */
final class TwinTransactionValues implements TwinCallersValues {
    private final TwinStoreDisk disk;
    private final TwinChanges changes;

    TwinTransactionValues(TwinStoreDisk disk, TwinChanges changes) {
        this.disk = disk;
        this.changes = changes;
    }

    @Override
    public void put(String key, String value) {
        disk.gate().pass(Kind.PUT, () -> changes.put(key, value));
    }

    @Override
    public Optional<String> get(String key) {
        disk.requireWorking();
        return changes.get(key);
    }

    @Override
    public void remove(String key) {
        disk.gate().pass(Kind.PUT, () -> changes.remove(key));
    }
}
