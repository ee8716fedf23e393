package dev.diptych.ports.driving;

/** Inserts the log's events that the store lacks, in order. Idempotent; can be stopped and begun again anywhere. */
public interface ReplayLog {
    /**
     * Takes the ledger, walks the log from its first event, and inserts what the store lacks, in bounded transactions. A
     * missing store is made; where there is no log either, it is refused. Adds no event to the log. Stops before a mismatch
     * or a break in the chain and says where.
     */
    ReplayAnswer replay(Progress progress);
}
