package dev.diptych.application.hold;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driving.CheckpointCheck;
import dev.diptych.ports.driving.VerifyAndHold;
import dev.diptych.ports.driving.VerifyParity;
import dev.diptych.ports.driving.VerifyReport;
import dev.diptych.ports.driving.VerifyRequest;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Verifies, and lets what was found outlive the process that found it. What the next opening mends by itself is no reason to
 * keep it away: pending events, a torn tail, and bound events that are to be settled.
 */
public final class HoldingVerification implements VerifyAndHold {
    private static final Set<FindingKind> MENDED_BY_OPENING =
            EnumSet.of(FindingKind.PENDING, FindingKind.TORN_TAIL, FindingKind.UNDECIDED);

    private final VerifyParity verifier;
    private final HoldMark mark;
    private final InstantSource clock;

    public HoldingVerification(VerifyParity verifier, HoldMark mark, InstantSource clock) {
        this.verifier = verifier;
        this.mark = mark;
        this.clock = clock;
    }

    @Override
    public Outcome verify(VerifyRequest request) {
        FirstReason first = new FirstReason(request.findings());
        VerifyReport report = verifier.verify(request.tellingFindingsTo(first));
        if (mustBeHeld(report, first)) {
            mark.put(HoldTexts.of(
                    report, clock.instant(), first.finding)); // Commit point: writers are refused from here on.
            return new Outcome(report, Held.MARKED);
        }
        if (mark.read().isEmpty()) {
            return new Outcome(report, Held.NOT_HELD);
        }
        boolean isRestoreBegun = mark.read().filter(HoldTexts::isRestoreBegun).isPresent();
        if (!report.isClean() || report.level() != ParityLevel.FULL || isRestoreBegun) {
            return new Outcome(report, Held.STILL_HELD);
        }
        mark.remove(); // Commit point: writers are let in from here on.
        return new Outcome(report, Held.RELEASED);
    }

    private static boolean mustBeHeld(VerifyReport report, FirstReason first) {
        boolean isLogSound = switch (report.log()) {
            case INTACT, TORN_TAIL -> true;
            default -> false;
        };
        return first.finding.isPresent()
                || !isLogSound
                || !report.checkpoints().stream().allMatch(CheckpointCheck::isFine);
    }

    /** Looks at every finding, also at those that no report lists. */
    private static final class FirstReason implements Consumer<Finding> {
        private final Consumer<Finding> next;
        private Optional<Finding> finding = Optional.empty();

        private FirstReason(Consumer<Finding> next) {
            this.next = next;
        }

        @Override
        public void accept(Finding found) {
            if (finding.isEmpty() && !MENDED_BY_OPENING.contains(found.kind())) {
                finding = Optional.of(found);
            }
            next.accept(found);
        }
    }
}
