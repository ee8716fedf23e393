package dev.diptych.application.cutover.store;

import dev.diptych.application.hold.HoldTexts;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.cutover.BoundaryEvent;
import dev.diptych.domain.cutover.StoreCutover;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.EventCursor;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.SealedEventSource;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driving.OpenRefusal;
import java.util.Optional;

/**
 * Whether there is anything that opening the ledger with the store before would mend. The store before gets no write, so that
 * whatever there is must have been mended by somebody else: by {@code diptych recover}, or by whoever opens it next.
 */
final class Quiescence {
    private static final String NOT_TOUCHED =
            ". The store was not touched, and the ledger goes on with it. Next: diptych recover, then cut over again";

    private Quiescence() {}

    /**
     * Nobody has marked the ledger.
     *
     * @throws NotCutOverException if somebody has
     */
    static void requireNoHold(HoldMark hold) {
        hold.read().ifPresent(mark -> {
            throw NotCutOverException.notTaken(HoldTexts.refusal(mark));
        });
    }

    /**
     * With the ledger held: the store has all that the log has, and all of it is decided.
     *
     * @throws NotCutOverException if not
     */
    static void require(DurableLog log, StoreBefore.Look look) {
        ChainHead head = look.head();
        if (!log.head().equals(Optional.of(head))) {
            requireNotSuperseded(log, look);
            throw NotCutOverException.notQuiescent(
                    "the store that is to be left behind is not at the log's end: the log is at "
                            + log.head().map(ChainHead::toString).orElse("nothing") + ", the store at " + head
                            + NOT_TOUCHED);
        }
        boolean isUndecided =
                log.find(head.sequence()).map(SealedEvent::isBound).orElse(true);
        if (isUndecided || look.isPinned()) {
            throw NotCutOverException.notQuiescent("how the transaction of the bound event at sequence "
                    + head.sequence() + " ended is not told yet" + NOT_TOUCHED);
        }
    }

    /**
     * Before anything is made, and without the ledger: what can be told then of what would end the cutover in any case.
     *
     * @throws NotCutOverException if there is such a thing
     */
    static void requireForNow(LogReader log, StoreBefore before, StoreBefore.Look look) {
        ChainHead head = look.head();
        Optional<ChainHead> there = log.find(head.sequence()).map(SealedEvent::asHead);
        if (there.isPresent() && !there.get().equals(head)) {
            throw NotCutOverException.notTaken(new OpenRefusal.Forked(
                    head.sequence(),
                    "log and store have different histories: at sequence " + head.sequence() + " the log has hash "
                            + there.get().hash() + ", the store " + head.hash()
                            + ". Nothing was changed. Next: diptych verify"));
        }
        log.find(head.sequence().next()).ifPresent(next -> requireNotSuperseding(next, look));
        if (log.left().holder().isPresent()) {
            return;
        }
        Optional<ChainHead> end = log.head();
        ChainHead now = before.lookAgain(look).head();
        if (log.left().holder().isEmpty() && !end.equals(Optional.of(now))) {
            requireNotSuperseded(log, look);
            throw NotCutOverException.notQuiescent(
                    "nobody holds the ledger, and its copies do not end alike: the log is at "
                            + end.map(ChainHead::toString).orElse("nothing") + ", the store at " + now + NOT_TOUCHED);
        }
    }

    private static void requireNotSuperseded(SealedEventSource log, StoreBefore.Look look) {
        try (EventCursor cursor = log.after(look.head().sequence())) {
            while (cursor.advance()) {
                requireNotSuperseding(cursor.event(), look);
            }
        }
    }

    private static void requireNotSuperseding(SealedEvent event, StoreBefore.Look look) {
        Optional<StoreCutover> other = BoundaryEvent.of(event)
                .filter(StoreCutover.class::isInstance)
                .map(StoreCutover.class::cast)
                .filter(boundary ->
                        !boundary.toStore().equals(look.identity().storeId().value()));
        if (other.isPresent()) {
            String by = other.get().toStore();
            throw NotCutOverException.notTaken(new OpenRefusal.Superseded(
                    event.sequence(),
                    new StoreId(by),
                    "the ledger has left this store: at sequence " + event.sequence() + ", on " + event.recordedAt()
                            + ", store " + by + " took the place of store "
                            + look.identity().storeId()
                            + ". Nothing was changed. Next: name that store with --store"));
        }
    }
}
