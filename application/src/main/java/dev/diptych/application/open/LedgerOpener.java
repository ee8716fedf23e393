package dev.diptych.application.open;

import dev.diptych.application.MirrorParts;
import dev.diptych.application.hold.HoldTexts;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreId;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driving.OpenRefusal;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes both copies of a ledger: the lock first, and the store's memory while the lock is held, so that what the log is
 * judged by cannot be out of date.
 *
 * <p>A new ledger makes and forces its store before the log's first byte. So a log with bytes and no store beside it has
 * lost its store, and an unborn store beside an empty log means that nothing was ever acknowledged.
 */
public final class LedgerOpener {
    private final MirrorParts parts;

    public LedgerOpener(MirrorParts parts) {
        this.parts = parts;
    }

    /** What to do where the log holds events and there is no store. */
    public enum MissingStore {
        /** Refuse: only replay makes a store for a log that is there. */
        REFUSE,
        /** Take the log alone. */
        GO_ON_WITHOUT
    }

    /**
     * @throws RefusedException if the ledger cannot be taken; nothing is held then
     */
    public Ledger open(MissingStore missing, LogProvider.TornTail tornTail) {
        return open(new Recollection(missing, parts.store()::openForWriting), tornTail);
    }

    /**
     * The same with a store whose schema may be older than the one this program writes.
     *
     * @throws RefusedException if the ledger cannot be taken; nothing is held then
     */
    public Ledger openForUpgrade() {
        return open(
                new Recollection(MissingStore.REFUSE, parts.store()::openForUpgrade),
                LogProvider.TornTail.CUT_IF_STORE_VOUCHES);
    }

    private Ledger open(Recollection recollection, LogProvider.TornTail tornTail) {
        Ledger ledger = take(recollection, tornTail);
        if (ledger.wasLeftOpen() && ledger.hasStore()) {
            bringToRest(ledger);
        }
        return ledger;
    }

    /**
     * What a dead process committed may lie where no force of this one reaches it. Before anything that is read is believed, and
     * before a COMMIT of this process is, it is moved to where it stays.
     */
    private static void bringToRest(Ledger ledger) {
        try {
            ledger.bringStoreToRest();
        } catch (PortException failed) {
            try {
                ledger.close();
            } catch (PortException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw new RefusedException(
                    new OpenRefusal.Unavailable(
                            "the writer before did not close the store, and what it committed last could not be made safe: "
                                    + failed.getMessage()
                                    + " Nothing was appended. Next: end other programs that have the store open, then open it again"));
        }
    }

    private Ledger take(Recollection recollection, LogProvider.TornTail tornTail) {
        try {
            LogOpening opening = parts.log().openForWriting(recollection::recall, tornTail);
            return opening.fold(
                    opened -> new Ledger(
                            opened.log(),
                            opened.report(),
                            recollection.store,
                            recollection.before,
                            recollection.isMade),
                    refused -> {
                        throw new RefusedException(Refusals.of(refused.reason()));
                    });
        } catch (RefusedException refused) {
            recollection.letGo(refused);
            throw refused;
        } catch (PortException failed) {
            recollection.letGo(failed);
            throw new RefusedException(Refusals.of(failed));
        } catch (RuntimeException | Error fault) {
            recollection.letGo(fault);
            throw fault;
        }
    }

    /**
     * Whoever mends a ledger names one that is there: a mistyped place must not become a new, empty ledger.
     *
     * @throws RefusedException if there is neither a log nor a store; nothing is made
     */
    public void requireLedger() {
        if (isNothingThere()) {
            throw new RefusedException(new OpenRefusal.Unavailable(
                    "there is no ledger: neither a log nor a store is there. Nothing was made. Next: see that the directory"
                            + " is the right one; diptych init makes a new ledger"));
        }
    }

    private boolean isNothingThere() {
        try {
            return parts.log().presence() == LogProvider.LogPresence.ABSENT
                    && !parts.store().presence().exists();
        } catch (PortException failed) {
            throw new RefusedException(Refusals.of(failed));
        }
    }

    StoreId newStoreId() {
        return new StoreId(HexFormat.of().formatHex(parts.random().next(16)));
    }

    /** Makes the store of a new ledger. */
    private QueryStore createStore() {
        return parts.store().create(newStoreId());
    }

    /** Makes a store for a log that is there and held: it takes the identity that the log's newest boundary names. */
    public QueryStore createStoreFromLog() {
        return parts.store().create(newStoreId(), 0);
    }

    /** Opens the store while the log's lock is held, and tells what it remembers. */
    private final class Recollection {
        private final MissingStore missing;
        private final Supplier<QueryStore> opening;
        private Optional<QueryStore> store = Optional.empty();
        private StoreProvider.StorePresence before = StoreProvider.StorePresence.ABSENT;
        private boolean isMade;

        private Recollection(MissingStore missing, Supplier<QueryStore> opening) {
            this.missing = missing;
            this.opening = opening;
        }

        StoreMemory recall() {
            requireNotHeld();
            before = parts.store().presence();
            boolean logHoldsBytes = parts.log().presence() == LogProvider.LogPresence.HOLDS_BYTES;
            if (!before.exists()) {
                return recallNothing(logHoldsBytes);
            }
            QueryStore opened = opening.get();
            store = Optional.of(opened);
            if (!logHoldsBytes && !opened.highestSequence().isNone()) {
                throw new RefusedException(new OpenRefusal.LogMissing(
                        "the log is missing: the store holds events through sequence " + opened.highestSequence()
                                + ", and the log is empty or not there. A new one would be another ledger. Nothing was"
                                + " changed. Next: put the log's directory back from a backup, then diptych verify"));
            }
            return new StoreMemory(true, opened.ledgerId(), opened.head(), opened.position());
        }

        /** Whoever mends may pass a mark that a verification left; nobody passes one of a restore that is half done. */
        private void requireNotHeld() {
            parts.hold()
                    .read()
                    .filter(mark -> missing == MissingStore.REFUSE || HoldTexts.isRestoreBegun(mark))
                    .ifPresent(mark -> {
                        throw new RefusedException(HoldTexts.refusal(mark));
                    });
        }

        private StoreMemory recallNothing(boolean logHoldsBytes) {
            if (!logHoldsBytes) {
                store = Optional.of(createStore());
                isMade = true;
                return StoreMemory.NONE;
            }
            if (missing == MissingStore.GO_ON_WITHOUT) {
                return StoreMemory.NONE;
            }
            throw new RefusedException(new OpenRefusal.StoreMissing(
                    "the store is missing: the log holds events, and there is no store beside it. Nothing was changed."
                            + " Next: diptych replay, which makes a store from the log"));
        }

        void letGo(Throwable because) {
            store.ifPresent(opened -> {
                try {
                    opened.close();
                } catch (RuntimeException alsoFailed) {
                    because.addSuppressed(alsoFailed);
                }
            });
        }
    }
}
