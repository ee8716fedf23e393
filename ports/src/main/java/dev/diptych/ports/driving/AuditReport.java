package dev.diptych.ports.driving;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an audit found. Three questions are answered apart, because each may be answered without the others: is every line
 * what was written (intact), did who it says write it (authentic), and is nothing cut off or replaced (complete)?
 *
 * @param log whether the log is intact
 * @param authentic whether its signatures are good
 * @param complete whether nothing behind is missing, as far as anybody remembers
 * @param counts what was read
 * @param checkpoints what holding the log against each checkpoint came to, in the order given
 * @param findings the first thousand findings, or all if there are fewer
 * @param findingsTotal how many there are
 * @param notChecked what was not looked at, as words: {@code signatures}, {@code history}, {@code completeness}, {@code
 *     duplicate_ids}, …
 * @param notes what was done otherwise than asked, in sentences
 * @param mark how far this audit vouches for the log; empty unless it was clean
 */
public record AuditReport(
        LogVerdict log,
        Authenticity authentic,
        Completeness complete,
        Counts counts,
        List<CheckpointCheck> checkpoints,
        List<Finding> findings,
        long findingsTotal,
        List<String> notChecked,
        List<String> notes,
        Optional<AuditMark> mark) {
    public AuditReport {
        checkpoints = List.copyOf(checkpoints);
        findings = List.copyOf(findings);
        notChecked = List.copyOf(notChecked);
        notes = List.copyOf(notes);
    }

    /** Whether what should be signed is, by whom it should. */
    public enum Authenticity {
        /** Every signature met is good, and none that is demanded is missing. */
        AUTHENTIC,
        /** There is a finding about signatures or keys. */
        UNAUTHENTIC,
        /** No event is signed, and none is demanded to be: nobody vouches for anything. */
        UNSIGNED,
        /** There are signatures, and nobody said whom to trust. */
        NOT_CHECKED;

        /** The verdict as reports spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the log still has all that somebody remembers of it. */
    public enum Completeness {
        /** It extends every checkpoint given, and what the store remembers. */
        COMPLETE,
        /** It extends what the store remembers; no checkpoint was given, so both copies may have been cut together. */
        AS_FAR_AS_THE_STORE,
        /** It lacks what somebody remembers. */
        INCOMPLETE,
        /** It has something else where somebody remembers an event. */
        REWRITTEN,
        /** Nobody remembers anything, or nothing that could be compared. */
        NOT_CHECKED;

        /** The verdict as reports spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param events the lines that can be read
     * @param signed how many of them are signed
     * @param verified how many signatures were found good
     * @param skipped events taken on trust
     * @param readAgain events of the old part that a rolling audit read again
     */
    public record Counts(long events, long signed, long verified, long skipped, long readAgain) {}

    /** The same with a mark. */
    public AuditReport marked(Optional<AuditMark> reached) {
        return new AuditReport(
                log, authentic, complete, counts, checkpoints, findings, findingsTotal, notChecked, notes, reached);
    }

    /**
     * Whether the log ends with a transaction of which nothing tells how it ended: nothing is wrong with the log, and the next
     * writer settles it.
     */
    public boolean isUndecided() {
        return findings.stream().anyMatch(finding -> finding.kind() == FindingKind.UNDECIDED);
    }

    /** Whether nothing is wrong, and nothing undecided, as far as was looked. */
    public boolean isClean() {
        return log == LogVerdict.INTACT
                && !isUndecided()
                && authentic != Authenticity.UNAUTHENTIC
                && complete != Completeness.INCOMPLETE
                && complete != Completeness.REWRITTEN
                && checkpoints.stream().allMatch(CheckpointCheck::isFine);
    }
}
