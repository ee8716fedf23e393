package dev.diptych.application.verify;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.LogReader;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import dev.diptych.ports.driven.UnknownStoreVersionException;
import java.util.Optional;

/**
 * Both copies, open for reading, the store first: its highest sequence, read before anything of the log, is the frozen
 * head. Whatever the log has beyond it came later or is pending; no row can be ahead of the log merely because a writer
 * was quick.
 */
public final class Copies implements AutoCloseable {
    private final boolean storeExists;
    private final Optional<StoreReader> store;
    private final Optional<String> unknownStore;
    private final Optional<LogReader> log;
    private final long frozenHead;
    private final Optional<LedgerId> storeLedger;
    private final LogLeft left;

    private Copies(boolean storeExists, Optional<StoreReader> store, Optional<String> unknownStore, LogProvider log) {
        this.storeExists = storeExists;
        this.store = store;
        this.unknownStore = unknownStore;
        this.frozenHead =
                store.map(StoreReader::highestSequence).orElse(Sequence.NONE).value();
        this.storeLedger = store.flatMap(reader -> reader.identity().ledgerId());
        this.log =
                log.presence() == LogProvider.LogPresence.ABSENT ? Optional.empty() : Optional.of(log.openForReading());
        this.left = this.log.map(LogReader::left).orElse(LogLeft.NEVER_HELD);
    }

    public static Copies open(LogProvider log, StoreProvider store) {
        boolean storeExists = store.presence().exists();
        if (!storeExists && log.presence() == LogProvider.LogPresence.ABSENT) {
            throw new LogUnavailableException(
                    "there is nothing to verify: neither a log nor a store was found where the"
                            + " ledger was expected. Nothing was changed. Next: check the directory, or begin a ledger with"
                            + " diptych init");
        }
        Optional<StoreReader> opened = Optional.empty();
        Optional<String> unknown = Optional.empty();
        if (storeExists) {
            try {
                opened = Optional.of(store.openForReading());
            } catch (UnknownStoreVersionException newer) {
                unknown = Optional.of(String.valueOf(newer.getMessage()));
            }
        }
        try {
            return new Copies(storeExists, opened, unknown, log);
        } catch (RuntimeException | Error failed) {
            opened.ifPresent(reader -> closeAfter(failed, reader));
            throw failed;
        }
    }

    /** The store; empty where it is absent or only a newer program understands it. */
    public Optional<StoreReader> store() {
        return store;
    }

    public boolean storeExists() {
        return storeExists;
    }

    /** Why the store was not read, where only a newer program understands it. */
    public Optional<String> unknownStore() {
        return unknownStore;
    }

    /** The log; empty where it is absent. */
    public Optional<LogReader> log() {
        return log;
    }

    /** The store's highest sequence before anything of the log was read. */
    public long frozenHead() {
        return frozenHead;
    }

    public Optional<LedgerId> storeLedger() {
        return storeLedger;
    }

    /** How the log was left, as it was before anything else of it was read. */
    public LogLeft left() {
        return left;
    }

    /** Whether a writer holds the ledger, or held it when this was opened. */
    public boolean isHeld() {
        return left.holder().isPresent()
                || log.flatMap(reader -> reader.left().holder()).isPresent();
    }

    @Override
    public void close() {
        try {
            log.ifPresent(LogReader::close);
        } catch (RuntimeException | Error failed) {
            store.ifPresent(reader -> closeAfter(failed, reader));
            throw failed;
        }
        store.ifPresent(StoreReader::close);
    }

    private static void closeAfter(Throwable failed, StoreReader reader) {
        try {
            reader.close();
        } catch (RuntimeException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }
}
