package dev.diptych.application.verify;

import dev.diptych.application.checkpoint.CheckpointWitness;
import dev.diptych.application.checkpoint.GivenCheckpoints;
import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.finding.Finding;
import dev.diptych.ports.driven.LogScan;
import dev.diptych.ports.driven.StoredRow;
import dev.diptych.ports.driving.CheckpointCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Holds both copies against the checkpoints given, while they are read; does nothing where none is given. */
final class Witnesses {
    private static final byte[] BEFORE_HASH = ",\"event_hash\":\"".getBytes(StandardCharsets.US_ASCII);

    private final GivenCheckpoints given;
    private final CheckpointWitness log;
    private final Optional<CheckpointWitness> store;
    private final boolean isIdle;

    /**
     * @param readsRows whether the rows of a store are read
     */
    Witnesses(GivenCheckpoints given, boolean readsRows) {
        this.given = given;
        this.log = given.witness();
        this.store = readsRows ? Optional.of(given.witness()) : Optional.empty();
        this.isIdle = given.isEmpty();
    }

    void line(LogScan.LineRead line, boolean isInTail) {
        if (!isIdle) {
            log.line(line.verdict(), isInTail);
        }
    }

    void row(StoredRow row) {
        if (!isIdle && store.isPresent()) {
            store.get().row(row.sequence(), hashOf(row.line()));
        }
    }

    void finish(boolean hasTail) {
        log.finish(hasTail);
        store.ifPresent(witness -> witness.finish(false));
    }

    List<CheckpointCheck> checks(Optional<LedgerId> ledger) {
        return given.checks(ledger, log, store);
    }

    List<Finding> findings(Optional<LedgerId> ledger) {
        return given.findings(ledger, log, store);
    }

    /** What the row's line says is its event hash, whether or not it is right; empty if that is none. */
    private static Optional<EventHash> hashOf(byte[] line) {
        int end = line.length - EventHash.HEX_CHARACTERS - BEFORE_HASH.length - 1;
        for (int at = 0; at <= end; at++) {
            int from = at + BEFORE_HASH.length;
            if (line[at] == ',' && Arrays.equals(line, at, from, BEFORE_HASH, 0, BEFORE_HASH.length)) {
                return hashAt(line, from);
            }
        }
        return Optional.empty();
    }

    private static Optional<EventHash> hashAt(byte[] line, int from) {
        int to = from + EventHash.HEX_CHARACTERS;
        String hex = new String(line, from, EventHash.HEX_CHARACTERS, StandardCharsets.ISO_8859_1);
        return line[to] == '"' && hex.matches("[0-9a-f]{64}") ? Optional.of(EventHash.parse(hex)) : Optional.empty();
    }
}
