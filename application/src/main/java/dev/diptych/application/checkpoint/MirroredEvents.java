package dev.diptych.application.checkpoint;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import java.util.Optional;

/**
 * Both copies open for reading, the store first: what it has then, as far as that is whole batches of the log, is mirrored and
 * is what a checkpoint may speak of. Whatever the log has beyond is pending or came later.
 */
final class MirroredEvents implements AutoCloseable {
    private final StoreReader store;
    private final LogReader log;
    private final Sequence storeHead;

    private MirroredEvents(StoreReader store, LogProvider log) {
        this.store = store;
        this.storeHead = store.highestSequence();
        this.log = log.openForReading();
    }

    /**
     * @throws CannotVouchException if a copy is not there
     */
    static MirroredEvents open(LogProvider log, StoreProvider store) {
        if (!store.presence().exists() || log.presence() == LogProvider.LogPresence.ABSENT) {
            throw new CannotVouchException("no checkpoint was made: expected a log and a store, found "
                    + (store.presence().exists() ? "no log" : "no store")
                    + ". Nothing was changed. Next: check the directory, or diptych verify");
        }
        StoreReader opened = store.openForReading();
        try {
            return new MirroredEvents(opened, log);
        } catch (RuntimeException | Error failed) {
            try {
                opened.close();
            } catch (RuntimeException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
    }

    LogReader log() {
        return log;
    }

    StoreReader store() {
        return store;
    }

    /** The store's highest sequence before anything of the log was read. */
    Sequence storeHead() {
        return storeHead;
    }

    /**
     * The ledger that both copies are of.
     *
     * @throws CannotVouchException if they are of two, or one is unborn
     */
    LedgerId ledger() {
        Optional<LedgerId> ofLog = log.ledgerId();
        Optional<LedgerId> ofStore = store.identity().ledgerId();
        if (ofLog.isEmpty() || !ofLog.equals(ofStore)) {
            throw new CannotVouchException(
                    "no checkpoint was made: expected both copies to be of one ledger, found the log to"
                            + " be of " + named(ofLog) + " and the store of " + named(ofStore)
                            + ". Nothing was changed. Next: diptych verify");
        }
        return ofLog.get();
    }

    /**
     * How many events a checkpoint may speak of: through the store's newest that ends a batch of the log.
     *
     * @throws CannotVouchException if there is none, or the log lacks what the store has
     */
    long end() {
        if (storeHead.isNone()) {
            throw new CannotVouchException(
                    "no checkpoint was made: there is no mirrored event yet, and nothing to vouch for."
                            + " Nothing was changed. Next: append an event, or diptych status");
        }
        SealedEvent newest = log.find(storeHead)
                .orElseThrow(
                        () -> new CannotVouchException("no checkpoint was made: the store's newest event has sequence "
                                + storeHead + ", and the log has no sound event there"
                                + ". Nothing was changed. Next: diptych verify"));
        long end = newest.batch().last() <= storeHead.value()
                ? storeHead.value()
                : newest.batch().first() - 1;
        if (end < 1) {
            throw new CannotVouchException("no checkpoint was made: the first batch of the log, through sequence "
                    + newest.batch().last() + ", is not wholly in the store, which ends at " + storeHead
                    + ". Nothing was changed. Next: diptych replay");
        }
        return end;
    }

    /** Whether both copies have this very event, at the end of a batch. */
    boolean haveAtEndOfBatch(ChainHead head) {
        return log.find(head.sequence())
                .filter(event -> event.asHead().equals(head)
                        && event.batch().last() == event.sequenceValue()
                        && store.row(head.sequence())
                                .filter(row -> row.holds(event))
                                .isPresent())
                .isPresent();
    }

    @Override
    public void close() {
        try {
            log.close();
        } finally {
            store.close();
        }
    }

    private static String named(Optional<LedgerId> ledger) {
        return ledger.map(id -> "ledger " + id).orElse("none");
    }
}
