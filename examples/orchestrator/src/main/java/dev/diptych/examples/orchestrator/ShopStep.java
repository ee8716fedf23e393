package dev.diptych.examples.orchestrator;

import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.CutoverStep;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One step of the change, for a cutover: does its part, and at the end looks at the whole. */
final class ShopStep implements CutoverStep {
    /** To be raised whenever what the steps do changes: a plan that does something else must have another digest. */
    private static final String VERSION = "1";

    private final String name;
    private final Function<StoreTransaction, ShopTables> shop;
    private final Consumer<ShopTables> part;
    private final SortedMap<String, Long> rowCountChanges;

    private ShopStep(
            String name,
            Function<StoreTransaction, ShopTables> shop,
            Consumer<ShopTables> part,
            SortedMap<String, Long> rowCountChanges) {
        this.name = name;
        this.shop = shop;
        this.part = part;
        this.rowCountChanges = Collections.unmodifiableSortedMap(rowCountChanges);
    }

    static ShopStep of(String name, Function<StoreTransaction, ShopTables> shop, Consumer<ShopTables> part) {
        return new ShopStep(name, shop, part, new TreeMap<>());
    }

    /** Declares that a table keeps its number of rows; one that loses some then ends the cutover. */
    ShopStep leavingRowsOf(String table) {
        return growing(table, 0);
    }

    /** Declares by how much a table grows. */
    ShopStep growing(String table, long rows) {
        SortedMap<String, Long> changes = new TreeMap<>(rowCountChanges);
        changes.put(table, rows);
        return new ShopStep(name, shop, part, changes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PlanDigest digest() {
        return CutoverPlan.digestOf(name + " " + VERSION);
    }

    @Override
    public SortedMap<String, Long> rowCountChanges() {
        return rowCountChanges;
    }

    @Override
    public void apply(StoreTransaction transaction) {
        part.accept(shop.apply(transaction));
    }

    @Override
    public List<String> check(StoreTransaction transaction) {
        return shop.apply(transaction).problems();
    }
}
