package dev.diptych.ports.driven;

/** One place where a store is, or may come to be. */
public interface StoreProvider {
    /** What is there, without opening or changing anything. */
    StorePresence presence();

    /**
     * Makes a store, unborn, where there is none, and opens it. When this returns, the store survives a power cut: its
     * files and their directories are forced.
     *
     * @param id its identity
     * @throws ForeignStoreException if there is something else; it was left as it is
     * @throws StoreFailedException if it could not be made
     */
    QueryStore create(StoreId id);

    /**
     * Opens the store that is there for writing.
     *
     * @throws ForeignStoreException if what is there is not Diptych's
     * @throws UnknownStoreVersionException if only a newer program understands it
     * @throws StoreFailedException if it is damaged, absent, or may not be written
     */
    QueryStore openForWriting();

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
