package dev.diptych.ports.driving;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.cutover.CutoverPhase;
import dev.diptych.domain.cutover.CutoverPlan;
import dev.diptych.domain.cutover.PlanDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a cutover in place came to.
 *
 * @param plan what was to be done
 * @param phase how far it is
 * @param previousHead the newest event before it
 * @param boundary the event that tells of it
 * @param operator who answers for it
 * @param epochBefore the store's epoch before
 * @param epochAfter the store's epoch behind
 * @param steps what each step came to; empty where it was carried out before
 * @param backup the backup that was kept
 * @param verification both copies, compared afterwards
 * @param fence how long nobody could append: from the moment at which the transaction was asked for until the outcome was told;
 *     empty where it was carried out before
 * @param notChecked what was not looked at, as words: {@code backup} where none was asked for, and those of {@code verification}
 */
public record CutoverReport(
        CutoverPlan plan,
        CutoverPhase phase,
        ChainHead previousHead,
        AppendReceipt boundary,
        String operator,
        long epochBefore,
        long epochAfter,
        List<Step> steps,
        Optional<BackUpReport> backup,
        VerifyReport verification,
        Optional<Duration> fence,
        List<String> notChecked) {
    public CutoverReport {
        steps = List.copyOf(steps);
        notChecked = List.copyOf(notChecked);
    }

    /** {@link CutoverPlan#digest}. */
    public PlanDigest digest() {
        return plan.digest();
    }

    /** The same with both copies compared once more, later. */
    public CutoverReport withVerification(VerifyReport later) {
        List<String> words = new ArrayList<>(later.notChecked());
        notChecked.stream()
                .filter(word -> !verification.notChecked().contains(word))
                .forEach(words::add);
        return new CutoverReport(
                plan,
                phase,
                previousHead,
                boundary,
                operator,
                epochBefore,
                epochAfter,
                steps,
                backup,
                later,
                fence,
                words);
    }

    /** Whether both copies were found in parity afterwards, and the log intact. */
    public boolean isClean() {
        return verification.isClean();
    }

    /**
     * What a step came to.
     *
     * @param name its name in the plan
     * @param digest its digest in the plan
     * @param rowCountChanges by how much each table grew by it that it declares, or another step does
     */
    public record Step(String name, PlanDigest digest, SortedMap<String, Long> rowCountChanges) {
        public Step {
            rowCountChanges = Collections.unmodifiableSortedMap(new TreeMap<>(rowCountChanges));
        }
    }
}
