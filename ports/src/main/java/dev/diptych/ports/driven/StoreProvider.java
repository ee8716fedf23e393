package dev.diptych.ports.driven;

import java.util.Optional;

/** One place where a store is, or may come to be. */
public interface StoreProvider {
    /** What is there, without opening or changing anything. */
    StorePresence presence();

    /**
     * Makes a store, unborn, where there is none, and opens it. When this returns, the store survives a power cut: its
     * files and their directories are forced.
     *
     * @param id its identity
     * @param epoch 1 for a new ledger; 0 for a store that is to be filled from a log, and takes the identity that the log's
     *     newest boundary names; or the epoch of a store that is to take another's place
     * @throws ForeignStoreException if there is something else; it was left as it is
     * @throws StoreFailedException if it could not be made
     */
    QueryStore create(StoreId id, long epoch);

    /** Makes the store of a new ledger. */
    default QueryStore create(StoreId id) {
        return create(id, 1);
    }

    /**
     * Opens the store that is there for writing.
     *
     * @throws ForeignStoreException if what is there is not Diptych's
     * @throws OutdatedStoreException if its schema is older than the one this program writes; nothing was changed
     * @throws UnknownStoreVersionException if only a newer program understands it
     * @throws StoreFailedException if it is damaged, absent, or may not be written
     */
    QueryStore openForWriting();

    /**
     * The same for whoever brings an outdated store up to date: that one is opened too, and written in the schema it has.
     *
     * @throws ForeignStoreException as {@link #openForWriting}
     * @throws UnknownStoreVersionException as {@link #openForWriting}
     * @throws StoreFailedException as {@link #openForWriting}
     */
    QueryStore openForUpgrade();

    /**
     * What brings the store that is there up to date; empty if it is, or there is none.
     *
     * @throws ForeignStoreException as {@link #openForReading}
     * @throws UnknownStoreVersionException as {@link #openForReading}
     * @throws StoreFailedException as {@link #openForReading}
     */
    Optional<StoreUpgrade> upgrade();

    /**
     * Opens the store that is there for reading. Writes nothing into it, and works on a read-only medium.
     *
     * @throws ForeignStoreException if what is there is not Diptych's
     * @throws UnknownStoreVersionException if only a newer program understands it
     * @throws StoreFailedException if it is damaged, absent, or may not be read
     */
    StoreReader openForReading();

    /**
     * What lies at a store's place.
     *
     * @param exists whether anything is there
     * @param unmergedWrites whether there is a write-ahead log beside the main file, empty or not, in which committed rows
     *     may lie. One that should be there and is not was lost
     */
    record StorePresence(boolean exists, boolean unmergedWrites) {
        public static final StorePresence ABSENT = new StorePresence(false, false);
    }
}
