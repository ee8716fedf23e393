package dev.diptych.ports.driving;

import dev.diptych.domain.cutover.PlanDigest;
import dev.diptych.domain.cutover.StepOutline;
import dev.diptych.ports.driven.StoreTransaction;
import java.util.List;
import java.util.SortedMap;

/**
 * One step of a cutover in place: something done, and looked at, within the one transaction in which authority moves. Written
 * by whoever composes the plan; it must neither commit nor roll back, and do the same whenever it is run on the same store.
 */
public interface CutoverStep {
    /** Its name in the plan: 1 to 128 characters of {@code A-Z a-z 0-9 . _ : / -}. */
    String name();

    /** Changes whenever what the step does changes; {@code CutoverPlan.digestOf} makes one of a text. */
    PlanDigest digest();

    /** By how much each table must grow by all of this step, by its name; tables that are not named are not counted. */
    SortedMap<String, Long> rowCountChanges();

    /**
     * Does it. What is thrown ends the cutover, and nothing of it is kept.
     *
     * @throws Exception whatever keeps it from being done
     */
    void apply(StoreTransaction transaction) throws Exception;

    /**
     * Looks, behind the last step, at what must be true before this is committed.
     *
     * @return what is not as it must be, in sentences; the cutover then ends, and nothing of it is kept
     * @throws Exception if it could not be looked at: the same
     */
    List<String> check(StoreTransaction transaction) throws Exception;

    /** What is known of it before it runs. */
    default StepOutline outline() {
        return new StepOutline(name(), digest(), rowCountChanges());
    }
}
