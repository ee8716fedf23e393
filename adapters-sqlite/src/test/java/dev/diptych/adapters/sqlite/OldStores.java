package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.StoreOptions;
import java.nio.file.Path;

/** Makes stores as the program did that knew schema 1 only. */
final class OldStores {
    private OldStores() {}

    static void make(Path file, StoreOptions options) {
        new StoreMaker(SqliteDatabase.locate(SqliteLocation.at(file)), options, StoreSchema.of(1)).make(Stores.ID, 1);
    }
}
