package dev.diptych.domain.chain;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way out for findings. Those of a tail are held back until it is known whether they stand or one torn tail stands
 * for all of them.
 *
 * <p>Memory is bounded: of the findings held back, those beyond {@link #HELD_MAX} are only counted by kind, and are
 * passed on, if it comes to that, as findings of their kind without a place. A tail is 8 MiB at most, but 8 MiB may be eight
 * million blank lines.
 */
final class FindingsOut {
    static final int HELD_MAX = 10_000;

    private final Consumer<Finding> out;
    private final List<Finding> held = new ArrayList<>();
    private final long[] uncarried = new long[FindingKind.values().length];
    private long passed;

    FindingsOut(Consumer<Finding> out) {
        this.out = out;
    }

    void pass(Finding finding) {
        passed++;
        out.accept(finding);
    }

    void hold(Finding finding) {
        if (held.size() < HELD_MAX) {
            held.add(finding);
        } else {
            uncarried[finding.kind().ordinal()]++;
        }
    }

    /** What was held back stands. */
    void release() {
        if (held.isEmpty()) {
            return;
        }
        held.forEach(this::pass);
        for (FindingKind kind : FindingKind.values()) {
            for (long i = uncarried[kind.ordinal()]; i > 0; i--) {
                pass(Finding.of(kind));
            }
        }
        drop();
    }

    /** What was held back is as if it had never been found. */
    void drop() {
        held.clear();
        Arrays.fill(uncarried, 0);
    }

    /** How many were passed on. */
    long passed() {
        return passed;
    }
}
