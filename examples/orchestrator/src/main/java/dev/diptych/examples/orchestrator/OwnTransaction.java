package dev.diptych.examples.orchestrator;

import org.jdbi.v3.core.Handle;

/** A transaction that the shop begins and ends itself, on a connection of its own to the database of its ledger's store. */
public interface OwnTransaction extends AutoCloseable {
    /** What Diptych is given to enter it. */
    Object given();

    /** The shop's tables in it. */
    ShopTables tables();

    void commit();

    /** Rolls back what was not committed. */
    @Override
    void close();

    /** One on SQLite; the handle is closed with it. */
    static OwnTransaction on(Handle handle) {
        // As SQL text: JDBC's own commit would begin the next transaction at once, and keep the store from everybody
        // else.
        handle.execute("BEGIN IMMEDIATE");
        return new OwnTransaction() {
            private boolean running = true;

            @Override
            public Object given() {
                return handle;
            }

            @Override
            public ShopTables tables() {
                return new SqliteShop(handle);
            }

            @Override
            public void commit() {
                handle.execute("COMMIT");
                running = false;
            }

            @Override
            public void close() {
                try (handle) {
                    if (running) {
                        running = false;
                        handle.execute("ROLLBACK");
                    }
                }
            }
        };
    }
}
