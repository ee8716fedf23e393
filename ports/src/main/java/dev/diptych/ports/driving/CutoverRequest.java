package dev.diptych.ports.driving;

import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.SchemaCutover;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cutover in place that is to be carried out.
 *
 * @param name what the plan is called: 1 to 128 characters of {@code A-Z a-z 0-9 . _ : / -}
 * @param targetVersion what the version behind it is called, spelled the same
 * @param steps at least one, each with a name of its own, applied in this order
 * @param operator who answers for it, 1 to {@value SchemaCutover#OPERATOR_CHARACTERS_MAX} characters
 * @param backup where the verified backup of both copies is to be made and kept, a directory that is empty or not there; empty
 *     for none
 * @param timeMax how long the transaction may take
 * @param checksReferences whether references between tables are enforced while the steps run. Whether or not, there must be no
 *     broken one before it is committed
 */
public record CutoverRequest(
        String name,
        String targetVersion,
        List<CutoverStep> steps,
        String operator,
        Optional<Path> backup,
        Duration timeMax,
        boolean checksReferences) {
    /** How long the transaction may take where nothing else is asked for. */
    public static final Duration TIME_MAX_DEFAULT = Duration.ofHours(1);

    public CutoverRequest {
        steps = List.copyOf(steps);
        SchemaCutover.requireOperator(operator);
        if (timeMax.isNegative() || timeMax.isZero()) {
            throw new IllegalArgumentException("the time of a cutover must be more than none, was " + timeMax);
        }
        outlineOf(name, targetVersion, steps);
    }

    /**
     * No backup, an hour, and references that are not enforced while the steps run: a step that makes a table anew would take
     * the rows with it that refer to it.
     */
    public static CutoverRequest of(String name, String targetVersion, List<CutoverStep> steps, String operator) {
        return new CutoverRequest(name, targetVersion, steps, operator, Optional.empty(), TIME_MAX_DEFAULT, false);
    }

    public CutoverRequest withBackup(Path directory) {
        return new CutoverRequest(
                name, targetVersion, steps, operator, Optional.of(directory), timeMax, checksReferences);
    }

    public CutoverRequest withoutBackup() {
        return new CutoverRequest(name, targetVersion, steps, operator, Optional.empty(), timeMax, checksReferences);
    }

    public CutoverRequest withTimeMax(Duration given) {
        return new CutoverRequest(name, targetVersion, steps, operator, backup, given, checksReferences);
    }

    /** References between tables are enforced while the steps run, too. */
    public CutoverRequest foreignKeysOn() {
        return new CutoverRequest(name, targetVersion, steps, operator, backup, timeMax, true);
    }

    /** References between tables are only looked at as a whole, before it is committed. */
    public CutoverRequest foreignKeysOff() {
        return new CutoverRequest(name, targetVersion, steps, operator, backup, timeMax, false);
    }

    /** What is known of it before it runs; its digest tells it from any other plan. */
    public CutoverPlan outline() {
        return outlineOf(name, targetVersion, steps);
    }

    private static CutoverPlan outlineOf(String name, String targetVersion, List<CutoverStep> steps) {
        return new CutoverPlan(
                name, targetVersion, steps.stream().map(CutoverStep::outline).toList());
    }
}
