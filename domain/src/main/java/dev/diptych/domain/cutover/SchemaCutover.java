package dev.diptych.domain.cutover;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.event.EventType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The boundary of a cutover in place, a bound event of the transaction that carried it out: {@code
 * {"plan":"…","plan_digest":"HEX","target_version":"…","epoch":N,"head_seq":N,"head_hash":"HEX","parity":"full","operator":"…"}}.
 * It says that authority moved only once its transaction was committed; a void one says that it did not.
 *
 * @param plan the plan's name
 * @param planDigest {@link CutoverPlan#digest}
 * @param targetVersion what the caller calls the version behind the boundary
 * @param epoch the store's epoch behind the boundary, from 2
 * @param head the newest event before the cutover, through which both copies were in parity, verified in full
 * @param operator who carried it out, 1 to {@value #OPERATOR_CHARACTERS_MAX} characters
 */
public record SchemaCutover(
        String plan, PlanDigest planDigest, String targetVersion, long epoch, ChainHead head, String operator)
        implements BoundaryEvent.Known {
    public static final EventType TYPE = new EventType("diptych.schema.cutover.v1");

    /** The most characters of an operator's name. */
    public static final int OPERATOR_CHARACTERS_MAX = 128;

    private static final Pattern SPELLING = Pattern.compile("\\{\"plan\":\"(" + CutoverPlan.WORD
            + ")\",\"plan_digest\":\"" + Spelling.HASH + "\",\"target_version\":\"(" + CutoverPlan.WORD
            + ")\",\"epoch\":" + Spelling.NUMBER + "," + Spelling.HEAD + ",\"parity\":\"full\",\"operator\":"
            + Spelling.TEXT + "}");

    public SchemaCutover {
        CutoverPlan.requireWord("the name of a plan", plan);
        CutoverPlan.requireWord("a target version", targetVersion);
        Spelling.requireEpoch(epoch);
        requireOperator(operator);
        if (head.sequence().isNone()) {
            throw new IllegalArgumentException("a cutover must have an event before it, had none");
        }
    }

    /**
     * A name that an operator may have in a boundary.
     *
     * @throws IllegalArgumentException if it cannot stand there
     */
    public static String requireOperator(String operator) {
        return Spelling.requireText("operator", operator, OPERATOR_CHARACTERS_MAX);
    }

    @Override
    public EventType type() {
        return TYPE;
    }

    @Override
    public String json() {
        return "{\"plan\":\"" + plan + "\",\"plan_digest\":\"" + planDigest + "\",\"target_version\":\"" + targetVersion
                + "\",\"epoch\":" + epoch + "," + Spelling.head(head) + ",\"parity\":\"full\",\"operator\":"
                + Spelling.quoted(operator) + "}";
    }

    static Optional<SchemaCutover> read(String json) {
        Matcher parts = SPELLING.matcher(json);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Spelling.head(parts.group(5), parts.group(6))
                    .map(head -> new SchemaCutover(
                            parts.group(1),
                            PlanDigest.parse(parts.group(2)),
                            parts.group(3),
                            Long.parseLong(parts.group(4)),
                            head,
                            Spelling.unquoted(parts.group(7))))
                    .filter(read -> read.json().equals(json));
        } catch (IllegalArgumentException saysSomethingElse) {
            return Optional.empty();
        }
    }
}
