package dev.diptych.domain.cutover;

import dev.diptych.domain.chain.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a cutover in place is to do, step by step, as far as it can be told without a store. Its digest stands in the boundary
 * event, so that a ledger tells for ever which plan was carried out, and the same plan, run again, finds out that it was.
 *
 * @param name what the plan is called
 * @param targetVersion what the version behind it is called
 * @param steps at least one, each with a name of its own
 */
public record CutoverPlan(String name, String targetVersion, List<StepOutline> steps) {
    /** The most steps of a plan. */
    public static final int STEPS_MAX = 256;

    static final String WORD = "[A-Za-z0-9._:/-]{1,128}";
    private static final Pattern WORDS = Pattern.compile(WORD);

    public CutoverPlan {
        requireWord("the name of a plan", name);
        requireWord("a target version", targetVersion);
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > STEPS_MAX) {
            throw new IllegalArgumentException("a plan must have 1 to " + STEPS_MAX + " steps, had " + steps.size());
        }
        Set<String> names = new HashSet<>();
        for (StepOutline step : steps) {
            if (!names.add(step.name())) {
                throw new IllegalArgumentException("each step must have a name of its own, two are " + step.name());
            }
        }
    }

    /**
     * SHA-256 over {@code diptych.plan.v1}, the name, the target version, and of each step the name, the digest and the
     * declared changes of row counts, each line ended by LF.
     */
    public PlanDigest digest() {
        StringBuilder text = new StringBuilder("diptych.plan.v1\n")
                .append(name)
                .append('\n')
                .append(targetVersion)
                .append('\n');
        for (StepOutline step : steps) {
            text.append(step.name()).append(' ').append(step.digest()).append('\n');
            step.rowCountChanges()
                    .forEach((table, change) -> text.append("  ")
                            .append(table)
                            .append(' ')
                            .append(change)
                            .append('\n'));
        }
        return digestOf(text.toString());
    }

    /** The digest of a text, for steps that are told by one: their statements, or their source with a version. */
    public static PlanDigest digestOf(String text) {
        byte[] hash = new Sha256().add(text.getBytes(StandardCharsets.UTF_8)).finish();
        return new PlanDigest(HexFormat.of().formatHex(hash));
    }

    static String requireWord(String what, String word) {
        if (!WORDS.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 128 characters of A-Z a-z 0-9 . _ : / -, was " + word);
        }
        return word;
    }
}
