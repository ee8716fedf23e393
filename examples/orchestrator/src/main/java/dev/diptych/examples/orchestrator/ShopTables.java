package dev.diptych.examples.orchestrator;

import java.util.List;

/**
 * What the shop does to its own tables, inside a transaction that somebody else begins and ends. An interface, so that the
 * orchestration can be tested without a database; {@link SqliteShop} is the real thing.
 */
public interface ShopTables {
    /** The schema change: orders get a column for their currency. */
    void expand();

    /** The backfill: orders of the past were all in euros. */
    void backfill();

    /** The feature flag: from here on the shop writes the currency. */
    void switchOn();

    /** What is not as it must be once all of it is done, in sentences. */
    List<String> problems();
}
