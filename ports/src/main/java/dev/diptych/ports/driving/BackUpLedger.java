package dev.diptych.ports.driving;

import java.nio.file.Path;

/** Copies both copies of a ledger, at one sequence, into a directory. */
@FunctionalInterface
public interface BackUpLedger {
    /**
     * Copies the store, in the state that one of its transactions left, and the log through the store's newest event, beside
     * a writer or without one. Takes no lock and writes nothing into the ledger. What was copied is then verified in full,
     * as a ledger of its own.
     *
     * <p>Its last act, and its commit point, is the manifest: a directory without one is no backup. When this answers {@link
     * BackUpAnswer.BackedUp}, all of it survives a power cut. Any other end, and a crash, leaves a directory without a
     * manifest, into which nothing is backed up any more.
     *
     * @param target a directory that is not there yet, or is empty
     */
    BackUpAnswer backUp(Path target, Progress progress);
}
