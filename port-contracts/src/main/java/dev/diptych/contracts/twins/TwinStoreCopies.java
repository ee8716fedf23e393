package dev.diptych.contracts.twins;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.ports.driven.RowScan;
import dev.diptych.ports.driven.StoreCopies;
import dev.diptych.ports.driven.StoreFailedException;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.StoreReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Copies of a twin store, each a twin store of its own. A file of the same rows lies on a file system in memory, so that a
 * copy can be measured, damaged and renamed as a file is; the twin store reads its own.
 */
public final class TwinStoreCopies implements StoreCopies {
    private final TwinStoreDisk source;
    private final CrashingFiles files;
    private final Map<Path, TwinStoreDisk> disks = new HashMap<>();
    private Optional<Runnable> afterNextCopy = Optional.empty();

    /**
     * @param source where the store is that is copied
     * @param files where a file is made for each copy
     */
    public TwinStoreCopies(TwinStoreDisk source, CrashingFiles files) {
        this.source = source;
        this.files = files;
    }

    /** What the copy in a directory is kept on. */
    public synchronized TwinStoreDisk disk(Path directory) {
        return disks.computeIfAbsent(directory, absent -> TwinStoreDisk.empty());
    }

    /** Runs once, right behind the next copy: what a writer does meanwhile. */
    public synchronized void afterNextCopy(Runnable action) {
        afterNextCopy = Optional.of(action);
    }

    @Override
    public StoreProvider in(Path directory) {
        return disk(directory).provider();
    }

    @Override
    public void copyTo(Path directory) {
        copyNow(directory);
        Optional<Runnable> action = takeAction();
        action.ifPresent(Runnable::run);
    }

    private synchronized Optional<Runnable> takeAction() {
        Optional<Runnable> action = afterNextCopy;
        afterNextCopy = Optional.empty();
        return action;
    }

    private synchronized void copyNow(Path directory) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        TwinStoreDisk copy;
        try (StoreReader reader = source.provider().openForReading()) {
            rows.writeBytes(reader.identity().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (RowScan scan = reader.scan(Sequence.NONE, reader.highestSequence())) {
                while (scan.advance()) {
                    rows.writeBytes(scan.row().line());
                }
            }
            copy = source.copied();
        }
        try {
            if (files.state(directory).isEmpty()) {
                throw new StoreFailedException(
                        "there is no directory " + directory + " for a copy. Nothing was changed. Next: make it");
            }
            TwinFiles.replace(files, directory.resolve(FILE_NAME), rows.toByteArray());
            disks.put(directory, copy);
        } catch (IOException failed) {
            throw new StoreFailedException(
                    "the copy of a store in memory cannot be written: " + failed
                            + ". The store itself was not touched. Next: make room",
                    failed);
        }
    }
}
