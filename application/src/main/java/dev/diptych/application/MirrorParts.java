package dev.diptych.application;

import dev.diptych.ports.driven.Deadlines;
import dev.diptych.ports.driven.EventIdGenerator;
import dev.diptych.ports.driven.HoldMark;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.RandomBytes;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.TreeMemory;
import dev.diptych.ports.driven.UnmatchedSpool;
import java.time.InstantSource;
import java.util.Optional;

/**
 * All that the use cases of one ledger are made of.
 *
 * @param log where its log is
 * @param store where its store is
 * @param sealing judges the payloads of drafts, with the limits of the settings
 * @param reading judges the payloads of what was sealed, with the limits of the format
 * @param ids makes ids for drafts without one
 * @param random draws ledger and store ids
 * @param clock tells {@code recorded_at}
 * @param spools keeps what a verification cannot match at once
 * @param keys says which keys are trusted from the outset
 * @param signatures judges signatures
 * @param trees remembers how far the Merkle tree was grown
 * @param deadlines tells when a transaction has taken too long
 * @param hold the mark that keeps writers away
 * @param copies makes copies of it; empty if none can be made
 * @param settings bounds
 */
public record MirrorParts(
        LogProvider log,
        StoreProvider store,
        PayloadReader sealing,
        PayloadReader reading,
        EventIdGenerator ids,
        RandomBytes random,
        InstantSource clock,
        UnmatchedSpool.Provider spools,
        KeyRing keys,
        SignatureVerifier signatures,
        TreeMemory trees,
        Deadlines deadlines,
        HoldMark hold,
        Optional<CopyParts> copies,
        MirrorSettings settings) {}
