package dev.diptych.ports.driving;

/** Puts a backup in the place of a ledger, or of its store. */
@FunctionalInterface
public interface RestoreLedger {
    /**
     * Verifies the backup against its manifest and as a ledger of its own, takes the ledger for itself, sees that the backup is
     * of its past, copies, and then lets the copy take the place of what is there. What was there stays beside it under
     * another name. Takes the ledger's lock: a writer must have closed it.
     *
     * <p>If it is refused, nothing was changed. A restore that was killed before its commit point changed nothing; one that
     * was killed behind it keeps writers away until the same restore is run again, which finishes it.
     */
    RestoreAnswer restore(RestoreRequest request);
}
