package dev.diptych.ports.driving;

import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driven.StoreId;
import java.util.List;
import java.util.OptionalLong;

/** Why a ledger cannot be taken for writing. */
public sealed interface OpenRefusal {
    /** What is wrong, where, what was changed, and what to do next, in full sentences. */
    String message();

    /** Another writer holds it; its process id where it could be read. */
    record LedgerLocked(OptionalLong pid, String message) implements OpenRefusal {}

    /** The store is not Diptych's, or belongs to another ledger. */
    record ForeignStore(String message) implements OpenRefusal {}

    /** The log holds events, and there is no store. */
    record StoreMissing(String message) implements OpenRefusal {}

    /** The store holds events, and there is no log. */
    record LogMissing(String message) implements OpenRefusal {}

    /** The store has events that the log lacks. */
    record LogBehindStore(String message) implements OpenRefusal {}

    /** Log and store have different events at one sequence. */
    record Forked(Sequence at, String message) implements OpenRefusal {}

    /** The log holds damage. */
    record LogDamaged(List<Finding> findings, long total, String message) implements OpenRefusal {}

    /** One of the copies holds what only a newer program understands. */
    record UnknownVersion(String message) implements OpenRefusal {}

    /** A verification that found something, and was asked to, has left a mark that keeps writers away. */
    record Held(String message) implements OpenRefusal {}

    /**
     * Another store has taken this one's place.
     *
     * @param at the sequence of the boundary that says so
     * @param by the store that may be written instead
     */
    record Superseded(Sequence at, StoreId by, String message) implements OpenRefusal {}

    /**
     * The store is from before a cutover in place that was committed: it lacks what its steps did.
     *
     * @param at the sequence of the boundary
     */
    record StorePredatesCutover(Sequence at, String message) implements OpenRefusal {}

    /** The store is of an older schema, and must be brought up to date before this program writes it. */
    record StoreOutdated(String message) implements OpenRefusal {}

    /**
     * Log and store contradict each other, or the store itself, about a transaction with bound events.
     *
     * @param at the sequence of its first bound event
     */
    record TransactionDiverged(Sequence at, String message) implements OpenRefusal {}

    /** There is a torn tail, and no store that vouches for it. */
    record TornTailUnvouched(String message) implements OpenRefusal {}

    /** The directory holds what does not belong there. */
    record ForeignFiles(List<String> names, String message) implements OpenRefusal {}

    /** The store was not closed properly and is not whole. */
    record StoreDamaged(String message) implements OpenRefusal {}

    /** One of the copies cannot be used: its medium failed, is full, or may not be written. */
    record Unavailable(String message) implements OpenRefusal {}
}
