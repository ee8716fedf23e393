package dev.diptych.ports.driven;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.Place;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Why a log cannot be taken for writing. Nothing was changed. */
public sealed interface LogRefusal {
    /** What is wrong, where, and what is to be done, in full sentences. */
    String message();

    /**
     * Another writer holds it.
     *
     * @param pid the holder's process id, where it could be read
     */
    record Locked(OptionalLong pid, String message) implements LogRefusal {}

    /**
     * What was read holds damage.
     *
     * @param findings the first of them
     * @param total how many there are
     */
    record Damaged(List<Finding> findings, long total, String message) implements LogRefusal {}

    /**
     * The store has events that the log lacks.
     *
     * @param logHead the log's newest event; empty where it has none
     * @param storeHead the store's newest event
     */
    record BehindStore(Optional<ChainHead> logHead, ChainHead storeHead, String message) implements LogRefusal {}

    /**
     * Log and store have different events at one sequence.
     *
     * @param at the sequence
     * @param logHash the hash in the log
     * @param storeHash the hash in the store
     */
    record Forked(Sequence at, EventHash logHash, EventHash storeHash, String message) implements LogRefusal {}

    /**
     * Log and store belong to different ledgers.
     *
     * @param logLedger the log's ledger id
     * @param storeLedger the store's ledger id
     */
    record OtherLedger(LedgerId logLedger, LedgerId storeLedger, String message) implements LogRefusal {}

    /** The log holds what only a newer program understands. */
    record UnknownVersion(String message) implements LogRefusal {}

    /**
     * There is a torn tail, and no store that vouches for it.
     *
     * @param place where it begins
     * @param bytes how long it is
     */
    record TornTailUnvouched(Place place, long bytes, String message) implements LogRefusal {}

    /** The log's directory holds what does not belong there. */
    record ForeignFiles(List<String> names, String message) implements LogRefusal {}
}
