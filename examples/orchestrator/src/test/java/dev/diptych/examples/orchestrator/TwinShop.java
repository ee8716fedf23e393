package dev.diptych.examples.orchestrator;

import dev.diptych.contracts.twins.TwinCallersTransaction;
import dev.diptych.contracts.twins.TwinCallersValues;
import dev.diptych.contracts.twins.TwinStoreDisk;
import java.util.ArrayList;
import java.util.List;

/** The shop on a twin store, which keeps values by key: what stands before the slash is the table. */
final class TwinShop implements ShopTables {
    private final TwinCallersValues values;
    private final List<String> done = new ArrayList<>();

    TwinShop(TwinCallersValues values) {
        this.values = values;
    }

    /** The shop as it was before. */
    static void open(TwinStoreDisk store) {
        TwinCallersTransaction before = store.begin();
        before.values().put("shop_orders/1", "1250");
        before.commit();
    }

    /** A transaction of the shop's own. */
    static OwnTransaction own(TwinStoreDisk store) {
        TwinCallersTransaction begun = store.begin();
        TwinShop shop = new TwinShop(begun.values());
        return new OwnTransaction() {
            @Override
            public Object given() {
                return begun;
            }

            @Override
            public ShopTables tables() {
                return shop;
            }

            @Override
            public void commit() {
                begun.commit();
            }

            @Override
            public void close() {
                if (begun.isRunning()) {
                    begun.rollback();
                }
            }
        };
    }

    @Override
    public void expand() {
        values.put("shop_schema/orders.currency", "TEXT");
    }

    @Override
    public void backfill() {
        values.put("shop_orders/1", "1250 EUR");
        done.add("backfill");
    }

    @Override
    public void switchOn() {
        values.put("shop_flags/orders.currency", "on");
    }

    /** A twin's values cannot be read inside the transaction, so it remembers. */
    @Override
    public List<String> problems() {
        return done.isEmpty() ? List.of("1 orders have no currency") : List.of();
    }
}
