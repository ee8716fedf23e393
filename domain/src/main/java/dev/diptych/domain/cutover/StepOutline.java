package dev.diptych.domain.cutover;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a step before it runs.
 *
 * @param name its name in the plan
 * @param digest changes whenever what the step does changes; see {@link CutoverPlan#digestOf}
 * @param rowCountChanges by how much each table named must grow (negative: shrink); a table that the step makes or drops
 *     counts as having no row while it is not there
 */
public record StepOutline(String name, PlanDigest digest, SortedMap<String, Long> rowCountChanges) {
    public StepOutline {
        CutoverPlan.requireWord("the name of a step", name);
        rowCountChanges = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(rowCountChanges));
    }
}
