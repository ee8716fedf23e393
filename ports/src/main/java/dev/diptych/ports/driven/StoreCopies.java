package dev.diptych.ports.driven;

import java.nio.file.Path;

/** Makes copies of one store in other directories, each under the name {@code store.db}, and finds them there. */
public interface StoreCopies {
    /** The name of a copy in its directory. */
    String FILE_NAME = "store.db";

    /**
     * Copies the store that is there, in the state that the newest of its committed transactions left, beside a writer or
     * without one; what else lies in the same database is copied with it. When this returns, the copy survives a power cut,
     * is whole in its one file, and may be read and written by its owner alone. If it fails, part of it may be there. An
     * earlier copy in the directory is replaced; nobody may have that open.
     *
     * @param directory where the copy is to be: a directory that is there
     * @throws StoreBusyException if a writer was in the way for too long
     * @throws StoreFailedException if there is no store, a medium failed or is full, or this adapter cannot copy
     * @throws ForeignStoreException if what is there is not Diptych's
     * @throws UnknownStoreVersionException if only a newer program understands it
     */
    void copyTo(Path directory);

    /** The place of the copy in a directory. Nothing is opened or made. */
    StoreProvider in(Path directory);
}
