package dev.diptych.ports.driven;

import dev.diptych.ports.driving.CutoverStep;
import java.util.List;

/**
 * What brings a store of an older schema up to date, as the steps of a cutover in place.
 *
 * @param from the schema that the store has
 * @param to the schema behind the last step, which is the one this program writes
 * @param steps at least one
 */
public record StoreUpgrade(int from, int to, List<CutoverStep> steps) {
    public StoreUpgrade {
        steps = List.copyOf(steps);
        if (from < 1 || to <= from || steps.isEmpty()) {
            throw new IllegalArgumentException("an upgrade must lead to a later schema by one step or more, was from "
                    + from + " to " + to + " by " + steps.size() + " steps");
        }
    }
}
