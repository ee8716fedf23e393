package dev.diptych.examples.orchestrator;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The shop's tables on SQLite, through whatever handle it is given. It neither begins nor ends a transaction. */
public final class SqliteShop implements ShopTables {
    private final Handle handle;

    public SqliteShop(Handle handle) {
        this.handle = handle;
    }

    /** The shop as it was before: orders without a currency. */
    public static void open(Handle handle) {
        handle.execute("CREATE TABLE shop_orders (id INTEGER PRIMARY KEY, cents INTEGER NOT NULL) STRICT");
        handle.execute("CREATE TABLE shop_flags (name TEXT PRIMARY KEY) STRICT");
        handle.execute("INSERT INTO shop_orders (cents) VALUES (1250), (399), (7000)");
    }

    @Override
    public void expand() {
        handle.execute("ALTER TABLE shop_orders ADD COLUMN currency TEXT");
    }

    @Override
    public void backfill() {
        handle.execute("UPDATE shop_orders SET currency = 'EUR' WHERE currency IS NULL");
    }

    @Override
    public void switchOn() {
        handle.execute("INSERT INTO shop_flags VALUES ('orders.currency')");
    }

    @Override
    public List<String> problems() {
        int without = handle.createQuery("SELECT count(*) FROM shop_orders WHERE currency IS NULL")
                .mapTo(Integer.class)
                .one();
        return without == 0 ? List.of() : List.of(without + " orders have no currency");
    }
}
