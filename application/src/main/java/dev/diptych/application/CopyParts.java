package dev.diptych.application;

import dev.diptych.ports.driven.LogCopies;
import dev.diptych.ports.driven.StoreCopies;
import dev.diptych.ports.driven.files.DurableFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What backing up and restoring a ledger are made of.
 *
 * @param logs makes copies of its log
 * @param stores makes copies of its store
 * @param files where copies lie
 * @param places where the ledger itself lies; empty if one of its copies is of no adapter that keeps it in files which can
 *     be renamed, and then nothing can be restored over it
 */
public record CopyParts(LogCopies logs, StoreCopies stores, DurableFiles files, Optional<Places> places) {
    /**
     * Where a ledger lies.
     *
     * @param log the log's own directory; what keeps other writers out lies beside it
     * @param store the store's file
     */
    public record Places(Path log, Path store) {}
}
