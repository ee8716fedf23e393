package dev.diptych.adapters.sqlite;

import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.StoreAdapterProvider;
import dev.diptych.ports.driven.StoreOptions;
import dev.diptych.ports.driven.StoreProvider;
import java.net.URI;

/**
 * Stores in SQLite databases: {@code sqlite:data/store.db}, a path relative to the working directory or absolute, with
 * {@code %} escapes. Options follow a question mark and are parted by {@code &}:
 *
 * <ul>
 *   <li>{@code busyTimeoutMillis}, 0 to 600000: how long to wait for another writer, by default 2000
 *   <li>{@code copyDirectory}: where a reader may put a temporary copy of a store that lies on a read-only medium and has
 *       a write-ahead log. Without it such a store cannot be read.
 * </ul>
 *
 * <p>{@code StoreTransaction.unwrap} answers with a Jdbi {@code Handle} or a JDBC {@code Connection}, and {@code
 * QueryStore.join} takes either.
 */
public final class SqliteAdapter implements StoreAdapterProvider {
    static final String SCHEME = "sqlite";

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public StoreProvider at(URI location, PayloadReader payloads, StoreOptions options) {
        return new SqliteStoreProvider(SqliteLocation.parse(location), payloads, options);
    }
}
