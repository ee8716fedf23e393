package dev.diptych.application.audit;

import dev.diptych.application.audit.AuditBeginning.Stretch;
import dev.diptych.application.verify.Copies;
import dev.diptych.application.verify.LogPart;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driving.AuditMark;
import dev.diptych.ports.driving.AuditRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds where an audit may begin. A mark is good only if the log has its event with its hash, at the end of a batch and not inside a run, and the
 * store has it too, so that its index tells what was said of keys before. Where that is not so, everything is read.
 */
final class AuditBeginningFinder {
    private final Copies copies;

    AuditBeginningFinder(Copies copies) {
        this.copies = copies;
    }

    AuditBeginning find(AuditRequest request) {
        if (request.since().isEmpty()) {
            return AuditBeginning.atStart(List.of());
        }
        AuditMark mark = request.since().get();
        if (!request.against().isEmpty()) {
            return AuditBeginning.atStart(
                    List.of("a checkpoint speaks of the log from its first event on, so everything was audited"));
        }
        return both().flatMap(both -> both.behind(mark, request.rollingPercent()))
                .orElseGet(() -> AuditBeginning.atStart(List.of("the mark " + mark
                        + " is not the end of a batch, outside of any transaction, that log and store hold, with all that was said of keys before, so"
                        + " everything was audited")));
    }

    private Optional<Both> both() {
        return copies.store().flatMap(store -> copies.log().map(log -> new Both(log, store)));
    }

    /** Both copies, where both are there. */
    private record Both(LogReader log, StoreReader store) {
        Optional<AuditBeginning> behind(AuditMark mark, int percent) {
            long last = mark.head().sequence().value();
            if (!isEndOfBatchInBoth(mark.head()) || !canBeginBehind(last)) {
                return Optional.empty();
            }
            Optional<EarlierKeyEvents> keyEvents = EarlierKeyEvents.through(last, store, log);
            return keyEvents.isEmpty()
                    ? Optional.empty()
                    : share(mark, percent).map(share -> beginning(mark.head(), keyEvents.get(), share));
        }

        private static AuditBeginning beginning(ChainHead head, EarlierKeyEvents keyEvents, Share share) {
            return new AuditBeginning(Optional.of(head), keyEvents, share.stretches(), share.next(), List.of());
        }

        private boolean isEndOfBatchInBoth(ChainHead head) {
            return log.find(head.sequence())
                    .filter(event -> event.asHead().equals(head)
                            && event.batch().last() == event.sequenceValue()
                            && !event.isBound())
                    .filter(event -> store.row(head.sequence())
                            .filter(row -> row.holds(event))
                            .isPresent())
                    .isPresent();
        }

        /** What is read again: from where the mark says, around the end to the beginning if need be. */
        private Optional<Share> share(AuditMark mark, int percent) {
            long last = mark.head().sequence().value();
            long from = Math.min(mark.rereadNext().value(), last + 1);
            from = from > last || from < 1 ? 1 : from;
            long count = (last * percent + 99) / 100;
            if (count == 0) {
                return Optional.of(new Share(List.of(), Sequence.of(from)));
            }
            Optional<Stretch> first = stretch(from, Math.min(last, from + count - 1));
            if (first.isEmpty()) {
                return Optional.empty();
            }
            List<Stretch> stretches = new ArrayList<>(List.of(first.get()));
            long left = count - (last - from + 1);
            if (left > 0 && first.get().before() > 0) {
                Optional<Stretch> wrapped =
                        stretch(1, Math.min(left, first.get().before()));
                if (wrapped.isEmpty()) {
                    return Optional.empty();
                }
                stretches.add(wrapped.get());
            }
            long through = stretches.get(stretches.size() - 1).through();
            stretches.sort(Comparator.comparingLong(Stretch::before));
            return Optional.of(new Share(stretches, Sequence.of(through >= last ? 1 : through + 1)));
        }

        /** The whole batches that these events lie in; empty if one that it hangs on cannot be found. */
        private Optional<Stretch> stretch(long from, long to) {
            Optional<Long> first =
                    log.find(Sequence.of(from)).map(event -> event.batch().first());
            Optional<Long> through =
                    log.find(Sequence.of(to)).map(event -> event.batch().last());
            if (first.isEmpty() || through.isEmpty() || first.get() < 1) {
                return Optional.empty();
            }
            if (first.get() == 1) {
                return Optional.of(new Stretch(Optional.empty(), through.get()));
            }
            return log.find(Sequence.of(first.get() - 1))
                    .filter(before -> canBeginBehind(before.sequenceValue()))
                    .map(SealedEvent::asHead)
                    .map(before -> new Stretch(Optional.of(before), through.get()));
        }

        private boolean canBeginBehind(long sequence) {
            Optional<LogPart> part = LogPart.behind(log, sequence);
            part.ifPresent(LogPart::close);
            return part.isPresent();
        }
    }

    /**
     * What is read again.
     *
     * @param stretches in the order of the log
     * @param next where the next rolling audit goes on
     */
    private record Share(List<Stretch> stretches, Sequence next) {}
}
