package dev.diptych.ports.driving;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.EventSetParity;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.parity.ParityVerdict;
import java.util.List;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param level how thoroughly it looked
 * @param verdict whether both copies hold the same events
 * @param log what the log is
 * @param parity the counts; empty for a quick verification, which counts nothing
 * @param checkpoints what holding both copies against each checkpoint came to, in the order given
 * @param findings the first thousand findings, or all if there are fewer
 * @param findingsTotal how many there are
 * @param notChecked what was not looked at, as words: {@code signatures}, {@code void_flags}, {@code history}, …
 * @param notes what was done otherwise than usual, in sentences
 * @param mark how far this verification vouches for both copies; empty unless it was clean
 */
public record VerifyReport(
        ParityLevel level,
        ParityVerdict verdict,
        LogVerdict log,
        Optional<EventSetParity> parity,
        List<CheckpointCheck> checkpoints,
        List<Finding> findings,
        long findingsTotal,
        List<String> notChecked,
        List<String> notes,
        Optional<VerifiedMark> mark) {
    /** The most findings that a report lists. */
    public static final int FINDINGS_LISTED_MAX = 1_000;

    public VerifyReport {
        checkpoints = List.copyOf(checkpoints);
        findings = List.copyOf(findings);
        notChecked = List.copyOf(notChecked);
        notes = List.copyOf(notes);
    }

    /**
     * The verdict, where the copies could be compared. Empty where only a newer program understands the store: {@link
     * #verdict} is then the worst there is, because nothing is known to agree.
     */
    public Optional<ParityVerdict> judgedVerdict() {
        boolean isStoreUnknown = findings.stream()
                .anyMatch(finding -> finding.kind() == FindingKind.UNKNOWN_VERSION
                        && finding.place().isEmpty());
        return isStoreUnknown ? Optional.empty() : Optional.of(verdict);
    }

    /** Whether both copies are in parity, the log is intact, and both extend every checkpoint given. */
    public boolean isClean() {
        return verdict == ParityVerdict.IN_PARITY
                && log == LogVerdict.INTACT
                && checkpoints.stream().allMatch(CheckpointCheck::isFine);
    }
}
