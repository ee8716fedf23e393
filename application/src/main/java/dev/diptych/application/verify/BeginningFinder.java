package dev.diptych.application.verify;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.parity.ParityLevel;
import dev.diptych.domain.transaction.BoundRun;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.VerifiedMark;
import dev.diptych.ports.driving.VerifyRequest;
import java.util.Optional;

/**
 * Finds where a verification may begin. A place is good only if both copies have the same event there, at the end of a
 * whole batch and not inside a run; where there is no such place everything is read, which costs time and never an answer.
 */
final class BeginningFinder {
    private final Copies copies;

    BeginningFinder(Copies copies) {
        this.copies = copies;
    }

    Beginning find(VerifyRequest request) {
        if (!request.against().isEmpty() && request.level() != ParityLevel.FULL) {
            return Beginning.atStart(ParityLevel.FULL)
                    .noting("a checkpoint speaks of all events before it, so everything was verified");
        }
        return switch (request.level()) {
            case FULL -> Beginning.atStart(ParityLevel.FULL);
            case SINCE -> since(request.since());
            case QUICK -> quick();
        };
    }

    private Beginning since(Optional<VerifiedMark> mark) {
        return mark.flatMap(given -> both().flatMap(both -> both.behind(given.head(), ParityLevel.SINCE)))
                .orElseGet(() -> Beginning.atStart(ParityLevel.FULL)
                        .noting(mark.map(given -> "the mark " + given
                                        + " is not the end of a batch, outside of any transaction, that both copies hold, so everything was"
                                        + " verified")
                                .orElse("no mark was given, so everything was verified")));
    }

    /**
     * Before the batch that the store's newest event is in; where the log does not reach so far, before that of the log's own
     * newest event. A log without any event has nothing to be compared with, and one row says so.
     */
    private Beginning quick() {
        long newestRow = copies.frozenHead();
        return both().flatMap(both -> both.beforeBatchOf(newestRow)).orElseGet(() -> quickFromNewestLine(newestRow));
    }

    private Beginning quickFromNewestLine(long newestRow) {
        Optional<ChainHead> newestLine = copies.log().flatMap(LogReader::head);
        if (newestLine.isEmpty() && newestRow > 0) {
            return Beginning.ofRowsBehind(ParityLevel.QUICK, newestRow - 1);
        }
        return both().flatMap(both -> newestLine.flatMap(
                        head -> both.beforeBatchOf(head.sequence().value())))
                .orElseGet(() -> Beginning.atStart(ParityLevel.QUICK));
    }

    private Optional<Both> both() {
        return copies.store().flatMap(store -> copies.log().map(log -> new Both(log, store)));
    }

    /** Both copies, where both are there. */
    private record Both(LogReader log, StoreReader store) {
        Optional<Beginning> beforeBatchOf(long sequence) {
            return sequence < 1
                    ? Optional.empty()
                    : log.find(Sequence.of(sequence))
                            .flatMap(event -> find(event.batch().first() - 1))
                            .flatMap(this::orBeforeItsRun)
                            .flatMap(before -> behind(before.asHead(), ParityLevel.QUICK));
        }

        /** The event, or the newest before it that is not bound: no walk begins inside a run. */
        private Optional<SealedEvent> orBeforeItsRun(SealedEvent event) {
            Optional<SealedEvent> before = Optional.of(event);
            for (int steps = 0; before.isPresent() && before.get().isBound(); steps++) {
                before = steps < BoundRun.EVENTS_MAX ? find(before.get().sequenceValue() - 1) : Optional.empty();
            }
            return before;
        }

        private Optional<SealedEvent> find(long sequence) {
            return sequence < 1 ? Optional.empty() : log.find(Sequence.of(sequence));
        }

        Optional<Beginning> behind(ChainHead head, ParityLevel level) {
            boolean isThere = log.find(head.sequence())
                    .filter(event -> event.asHead().equals(head)
                            && event.batch().last() == event.sequenceValue()
                            && !event.isBound()
                            && store.row(head.sequence())
                                    .filter(row -> row.holds(event))
                                    .isPresent())
                    .isPresent();
            return isThere && canBeginBehind(head) ? Optional.of(Beginning.behind(level, head)) : Optional.empty();
        }

        private boolean canBeginBehind(ChainHead head) {
            Optional<LogPart> part = LogPart.behind(log, head.sequence().value());
            part.ifPresent(LogPart::close);
            return part.isPresent();
        }
    }
}
