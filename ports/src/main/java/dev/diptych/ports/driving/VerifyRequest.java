package dev.diptych.ports.driving;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.parity.ParityLevel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How thoroughly to verify, and whom to tell.
 *
 * @param level quick, since a mark, or full
 * @param since the mark of an earlier verification, with level {@code SINCE}. A stale one costs time, never correctness
 * @param against the checkpoints that both copies must extend
 * @param findings is given every finding, also those beyond the report's listing
 * @param progress is told how far the walk is
 */
public record VerifyRequest(
        ParityLevel level,
        Optional<VerifiedMark> since,
        List<NamedCheckpoint> against,
        Consumer<Finding> findings,
        Progress progress) {
    private static final Consumer<Finding> NOBODY = finding -> {};

    public VerifyRequest {
        against = List.copyOf(against);
    }

    public static VerifyRequest full() {
        return new VerifyRequest(ParityLevel.FULL, Optional.empty(), List.of(), NOBODY, Progress.UNSEEN);
    }

    public static VerifyRequest quick() {
        return new VerifyRequest(ParityLevel.QUICK, Optional.empty(), List.of(), NOBODY, Progress.UNSEEN);
    }

    public static VerifyRequest since(VerifiedMark mark) {
        return new VerifyRequest(ParityLevel.SINCE, Optional.of(mark), List.of(), NOBODY, Progress.UNSEEN);
    }

    /** Also holds both copies against checkpoints. Those speak of all events, so everything is read, whatever the level is. */
    public VerifyRequest against(List<NamedCheckpoint> checkpoints) {
        return new VerifyRequest(level, since, checkpoints, findings, progress);
    }

    public VerifyRequest tellingFindingsTo(Consumer<Finding> listener) {
        return new VerifyRequest(level, since, against, listener, progress);
    }

    public VerifyRequest tellingProgressTo(Progress listener) {
        return new VerifyRequest(level, since, against, findings, listener);
    }
}
