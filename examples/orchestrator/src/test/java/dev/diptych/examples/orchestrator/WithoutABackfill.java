package dev.diptych.examples.orchestrator;

import java.util.List;

/** Another shop, in which somebody forgot the backfill. */
record WithoutABackfill(ShopTables shop) implements ShopTables {
    /** A transaction in which it is forgotten. */
    static OwnTransaction in(OwnTransaction own) {
        return new OwnTransaction() {
            @Override
            public Object given() {
                return own.given();
            }

            @Override
            public ShopTables tables() {
                return new WithoutABackfill(own.tables());
            }

            @Override
            public void commit() {
                own.commit();
            }

            @Override
            public void close() {
                own.close();
            }
        };
    }

    @Override
    public void expand() {
        shop.expand();
    }

    @Override
    public void backfill() {}

    @Override
    public void switchOn() {
        shop.switchOn();
    }

    @Override
    public List<String> problems() {
        return shop.problems();
    }
}
