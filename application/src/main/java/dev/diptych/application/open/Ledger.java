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
    private boolean isStoreInDoubt;

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
        this.isStoreInDoubt = hasLostWrites();
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

    /** The store was checked, and is whole. */
    void vouchForStore() {
        isStoreInDoubt = false;
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
        try {
            store.get().close();
            // Whoever comes next checks a store that nobody vouched for.
            return isStoreInDoubt ? DurableLog.StoreLeft.NOT_KNOWN : DurableLog.StoreLeft.CLOSED_PROPERLY;
        } catch (PortException notProperly) {
            // The next opening sees that it is not recorded as closed, and looks.
            return DurableLog.StoreLeft.NOT_KNOWN;
        }
    }
}
