package dev.diptych.application.open;

import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.LogOpeningReport;
import dev.diptych.ports.driven.PortException;
import dev.diptych.ports.driven.QueryStore;
import dev.diptych.ports.driven.StoreProvider;
import java.util.Optional;

/**
 * Both copies, held. The store is absent only while a missing one is being replaced.
 *
 * <p>Closing closes the store first, so that the log can record, durably, that it was closed properly; then the log, which
 * lets the next writer in.
 */
public final class Ledger implements AutoCloseable {
    private final DurableLog log;
    private final LogOpeningReport report;
    private final StoreProvider.StorePresence storeBefore;
    private final boolean isMade;
    private Optional<QueryStore> store;
    private boolean isStoreAtRest;
    private boolean isStoreVouchedFor;

    Ledger(
            DurableLog log,
            LogOpeningReport report,
            Optional<QueryStore> store,
            StoreProvider.StorePresence storeBefore,
            boolean isMade) {
        this.log = log;
        this.report = report;
        this.store = store;
        this.storeBefore = storeBefore;
        this.isMade = isMade;
        this.isStoreAtRest = !wasLeftOpen();
        this.isStoreVouchedFor = !hasLostWrites();
    }

    public DurableLog log() {
        return log;
    }

    public LogOpeningReport report() {
        return report;
    }

    /** What lay at the store's place when the lock was taken, before it was opened. */
    StoreProvider.StorePresence storeBefore() {
        return storeBefore;
    }

    /** Whether the writer before left without closing a store that is there. */
    boolean wasLeftOpen() {
        return storeBefore.exists()
                && report.left().writerBefore()
                && !report.left().storeClosed();
    }

    /** Whether the store's write-ahead log should be there, and is not: what was committed last may be gone, or half there. */
    boolean hasLostWrites() {
        return wasLeftOpen() && !storeBefore.unmergedWrites();
    }

    /** Lets nothing that was committed lie where no force reaches it any more. */
    void bringStoreToRest() {
        store().checkpointFully();
        isStoreAtRest = true;
    }

    /** The store was checked, and is whole. */
    void vouchForStore() {
        isStoreVouchedFor = true;
    }

    /** Whether neither copy was there before. */
    public boolean isMade() {
        return isMade;
    }

    public boolean hasStore() {
        return store.isPresent();
    }

    public QueryStore store() {
        return store.orElseThrow(() -> new IllegalStateException("the ledger has no store yet"));
    }

    /** Takes a store that was just made in place of the missing one. */
    public void adoptStore(QueryStore made) {
        store = Optional.of(made);
    }

    @Override
    public void close() {
        log.close(closeStore());
    }

    private DurableLog.StoreLeft closeStore() {
        if (store.isEmpty()) {
            return DurableLog.StoreLeft.NOT_KNOWN;
        }
        boolean isWhole = isStoreAtRest && isStoreVouchedFor && isStoreInUse();
        try {
            store.get().close();
            // Whoever comes next looks at a store that broke, or that nobody brought to rest or vouched for.
            return isWhole ? DurableLog.StoreLeft.CLOSED_PROPERLY : DurableLog.StoreLeft.NOT_KNOWN;
        } catch (PortException notProperly) {
            // The next opening sees that it is not recorded as closed, and looks.
            return DurableLog.StoreLeft.NOT_KNOWN;
        }
    }

    /** Closing a store whose medium failed throws nothing: its connections are closed already, and not properly. */
    private boolean isStoreInUse() {
        try {
            store().identity();
            return true;
        } catch (PortException broken) {
            return false;
        }
    }
}
