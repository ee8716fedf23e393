package dev.diptych.application.cutover;

import dev.diptych.contracts.twins.TwinStoreStatements;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.ports.driven.StoreTransaction;
import dev.diptych.ports.driving.CutoverRequest;
import dev.diptych.ports.driving.CutoverStep;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Steps of plans on twins: what callers keep there are values, those with one prefix before a slash are a table. */
final class Steps {
    private Steps() {}

    /** What a step does or looks at. */
    @FunctionalInterface
    interface Doing {
        void in(StoreTransaction transaction) throws Exception;
    }

    /** What a step looks at. */
    @FunctionalInterface
    interface Looking {
        List<String> in(StoreTransaction transaction) throws Exception;
    }

    /** A step that keeps a value in each table named, and declares that. */
    static CutoverStep filling(String name, String... tables) {
        SortedMap<String, Long> declared = new TreeMap<>();
        List.of(tables).forEach(table -> declared.put(table, 1L));
        return step(name, declared, tx -> {
            for (String table : tables) {
                put(tx, table + "/" + name, "filled");
            }
        });
    }

    static CutoverStep step(String name, Map<String, Long> declared, Doing doing) {
        return step(name, declared, doing, tx -> List.of());
    }

    static CutoverStep step(String name, Map<String, Long> declared, Doing doing, Looking looking) {
        return new Made(name, new TreeMap<>(declared), doing, looking);
    }

    static void put(StoreTransaction tx, String key, String value) {
        tx.unwrap(TwinStoreStatements.class).put(key, value);
    }

    /** A plan of these steps. */
    static CutoverRequest plan(CutoverStep... steps) {
        return CutoverRequest.of("com.example.orders/7", "7", List.of(steps), "ada");
    }

    private record Made(String name, SortedMap<String, Long> rowCountChanges, Doing doing, Looking looking)
            implements CutoverStep {
        @Override
        public PlanDigest digest() {
            return CutoverPlan.digestOf(name + " 1");
        }

        @Override
        public void apply(StoreTransaction transaction) throws Exception {
            doing.in(transaction);
        }

        @Override
        public List<String> check(StoreTransaction transaction) throws Exception {
            return looking.in(transaction);
        }
    }
}
