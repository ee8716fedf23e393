package dev.diptych.ports.driving;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How thoroughly to audit, against what, and whom to tell.
 *
 * @param since how far an earlier audit reached; what lies before is taken on trust, but for the share below. A stale mark,
 *     or one of another ledger, costs time, never correctness. Empty to begin at the first event
 * @param rollingPercent with {@code since}: which share of the old part is read again, 0 to 100; a part that an earlier run did
 *     not read, so that a hundred divided by the share runs read it all
 * @param signedFrom from which event on every event must be signed, as far as the caller knows; the ledger may say so itself.
 *     Empty if the caller demands nothing
 * @param against the checkpoints that the log must extend
 * @param findings is given every finding, also those beyond the report's listing
 * @param progress is told how far the walk is
 */
public record AuditRequest(
        Optional<AuditMark> since,
        int rollingPercent,
        Optional<Sequence> signedFrom,
        List<NamedCheckpoint> against,
        Consumer<Finding> findings,
        Progress progress) {
    private static final Consumer<Finding> NOBODY = finding -> {};

    public AuditRequest {
        against = List.copyOf(against);
        if (rollingPercent < 0 || rollingPercent > 100) {
            throw new IllegalArgumentException("rollingPercent must be 0 to 100, was " + rollingPercent);
        }
        if (rollingPercent > 0 && since.isEmpty()) {
            throw new IllegalArgumentException("rollingPercent needs a mark to begin at");
        }
    }

    /** From the first event to the last. */
    public static AuditRequest full() {
        return new AuditRequest(Optional.empty(), 0, Optional.empty(), List.of(), NOBODY, Progress.UNSEEN);
    }

    /** What lies behind a mark. */
    public static AuditRequest since(AuditMark mark) {
        return new AuditRequest(Optional.of(mark), 0, Optional.empty(), List.of(), NOBODY, Progress.UNSEEN);
    }

    public AuditRequest readingAgain(int percent) {
        return new AuditRequest(since, percent, signedFrom, against, findings, progress);
    }

    public AuditRequest signedFrom(Sequence first) {
        return new AuditRequest(since, rollingPercent, Optional.of(first), against, findings, progress);
    }

    public AuditRequest against(List<NamedCheckpoint> checkpoints) {
        return new AuditRequest(since, rollingPercent, signedFrom, checkpoints, findings, progress);
    }

    public AuditRequest tellingFindingsTo(Consumer<Finding> listener) {
        return new AuditRequest(since, rollingPercent, signedFrom, against, listener, progress);
    }

    public AuditRequest tellingProgressTo(Progress listener) {
        return new AuditRequest(since, rollingPercent, signedFrom, against, findings, listener);
    }
}
