package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreOptions;
import java.nio.file.Path;

/** Makes stores as the program did that knew schema 1 only. */
final class OldStores {
    private OldStores() {}

    static void make(Path file, StoreOptions options) {
        make(file, Stores.ID, options);
    }

    static void make(Path file, StoreId id, StoreOptions options) {
        new StoreMaker(SqliteDatabase.locate(SqliteLocation.at(file)), options, StoreSchema.of(1)).make(id, 1);
    }
}
