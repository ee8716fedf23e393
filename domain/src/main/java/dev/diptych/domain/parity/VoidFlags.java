package dev.diptych.domain.parity;

import dev.diptych.domain.chain.LineFields;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges whether rows are void that should be, and no others. A row is read before the outcome of its run is, so the rows of the
 * run that is being read, which is never longer than a transaction may be, are kept until something is told of it.
 */
final class VoidFlags {
    private final Consumer<Finding> findings;
    private final List<Kept> kept = new ArrayList<>();
    private long wrong;
    private boolean unjudged;

    private record Kept(long sequence, String id, boolean isVoid) {}

    VoidFlags(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /** A row that belongs to no transaction. */
    void row(RowCursor row) {
        if (row.isVoid()) {
            judge(row.sequence(), row.id(), true, false);
        }
    }

    /** A row whose line is bound. */
    void boundRow(RowCursor row, boolean isInRun) {
        if (isInRun) {
            kept.add(new Kept(row.sequence(), row.id(), row.isVoid()));
        } else {
            unjudged = true;
        }
    }

    /** A row of which the log tells nothing: it has no such line, or has it in the wrong place. */
    void rowUntold(RowCursor row) {
        Optional<LineFields> fields = LineFields.split(row.line());
        unjudged |= fields.isPresent() && fields.get().leavesVoidFlagsUnjudged();
        boolean isBound = fields.isPresent() && fields.get().has("bound");
        if (row.isVoid() && !isBound) {
            judge(row.sequence(), row.id(), true, false);
        }
    }

    void tell(boolean shouldBeVoid) {
        for (Kept row : kept) {
            judge(row.sequence(), row.id(), row.isVoid(), shouldBeVoid);
        }
        kept.clear();
    }

    void giveUp() {
        unjudged |= !kept.isEmpty();
        kept.clear();
    }

    /** How many were wrong. */
    long wrong() {
        return wrong;
    }

    /** Whether there was one that nothing tells of. */
    boolean isAnyUnjudged() {
        return unjudged;
    }

    private void judge(long sequence, String id, boolean isVoid, boolean shouldBeVoid) {
        if (isVoid != shouldBeVoid) {
            wrong++;
            findings.accept(Finding.of(FindingKind.VOID_FLAG)
                    .atSequence(sequence)
                    .ofId(id)
                    .expecting(shouldBeVoid ? "1" : "0", isVoid ? "not 0" : "0"));
        }
    }
}
