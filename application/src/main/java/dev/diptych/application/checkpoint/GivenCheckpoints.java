package dev.diptych.application.checkpoint;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.MalformedNoteException;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driving.CheckpointCheck;
import dev.diptych.ports.driving.CheckpointCheck.Standing;
import dev.diptych.ports.driving.NamedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Checkpoints that somebody gave to hold a ledger against, read and judged once: which of them are proven, and by which size
 * a copy is to be judged. A {@link #witness} for each copy is fed while that is walked; then {@link #checks} and {@link
 * #findings} tell what came of it.
 *
 * <p>A checkpoint is proven if a key trusted for checkpoints signed it well under the name of its origin, no such signature is
 * bad, and its origin is not the name that another ledger has by default. Where nobody was asked whom to trust, none is.
 */
public final class GivenCheckpoints {
    private final List<Judged> judged;

    /**
     * @param name where it came from
     * @param checkpoint what it says; empty where that cannot be read
     * @param flaw why it proves nothing; empty if it is proven
     */
    private record Judged(String name, Optional<Checkpoint> checkpoint, Optional<String> flaw) {
        /** The checkpoint, if it is proven to be one of the ledger. */
        Optional<Checkpoint> provenOf(Optional<LedgerId> ledger) {
            return flawOf(ledger).isPresent() ? Optional.empty() : checkpoint;
        }

        Optional<String> flawOf(Optional<LedgerId> ledger) {
            return flaw.or(() -> ledger.flatMap(id -> checkpoint
                    .filter(said -> said.isOfOtherThan(id))
                    .map(said -> "a checkpoint of another ledger, " + said.origin())));
        }
    }

    private GivenCheckpoints(List<Judged> judged) {
        this.judged = List.copyOf(judged);
    }

    /**
     * @param trusted the keys that are trusted from the outset; empty if nobody was asked whom to trust
     */
    public static GivenCheckpoints judge(
            List<NamedCheckpoint> given, Optional<TrustedKeys> trusted, SignatureVerifier signatures) {
        return new GivenCheckpoints(
                given.stream().map(named -> judge(named, trusted, signatures)).toList());
    }

    public boolean isEmpty() {
        return judged.isEmpty();
    }

    /** Begins to watch a copy. */
    public CheckpointWitness witness() {
        NavigableSet<Long> sizes = new TreeSet<>();
        judged.forEach(
                one -> one.checkpoint().ifPresent(said -> sizes.add(said.size().value())));
        return new CheckpointWitness(sizes);
    }

    /**
     * What each copy is to each checkpoint, in the order given.
     *
     * @param ledger whose copies they are; empty if that is not known
     * @param log the witness of the log, finished
     * @param store the witness of the store, finished; empty if the store was not asked
     */
    public List<CheckpointCheck> checks(
            Optional<LedgerId> ledger, CheckpointWitness log, Optional<CheckpointWitness> store) {
        return judged.stream()
                .map(one -> new CheckpointCheck(
                        one.name(),
                        one.checkpoint(),
                        standing(one, ledger, log),
                        store.map(witness -> standing(one, ledger, witness))))
                .toList();
    }

    /** What is wrong, for each checkpoint in the order given: with itself, or else with the log and then with the store. */
    public List<Finding> findings(Optional<LedgerId> ledger, CheckpointWitness log, Optional<CheckpointWitness> store) {
        List<Finding> findings = new ArrayList<>();
        for (Judged one : judged) {
            Optional<String> flaw = one.flawOf(ledger);
            if (flaw.isPresent()) {
                findings.add(Finding.of(FindingKind.BAD_CHECKPOINT)
                        .expecting(
                                "a checkpoint of this ledger, signed by a key that is trusted for checkpoints",
                                one.name() + ": " + flaw.get()));
                continue;
            }
            Checkpoint said = one.checkpoint().orElseThrow();
            finding(said, log).ifPresent(findings::add);
            store.flatMap(witness -> finding(said, witness)).ifPresent(findings::add);
        }
        return findings;
    }

    private static Standing standing(Judged one, Optional<LedgerId> ledger, CheckpointWitness witness) {
        return one.provenOf(ledger).map(witness::standing).orElse(Standing.UNPROVEN);
    }

    private static Optional<Finding> finding(Checkpoint said, CheckpointWitness witness) {
        long size = said.size().value();
        return switch (witness.standing(said)) {
            case TRUNCATED ->
                Optional.of(Finding.of(FindingKind.TRUNCATED)
                        .atSequence(size)
                        .expecting(Long.toString(size), Long.toString(witness.events())));
            case REWRITTEN ->
                Optional.of(Finding.of(FindingKind.REWRITTEN)
                        .atSequence(size)
                        .expecting(
                                said.root().toString(),
                                witness.rootAt(size).orElseThrow().toString()));
            case EXTENDS, UNPROVEN, UNREADABLE -> Optional.empty();
        };
    }

    private static Judged judge(NamedCheckpoint named, Optional<TrustedKeys> trusted, SignatureVerifier signatures) {
        SignedCheckpoint signed;
        try {
            signed = SignedCheckpoint.parse(named.text());
        } catch (MalformedNoteException malformed) {
            return new Judged(named.name(), Optional.empty(), Optional.of(String.valueOf(malformed.getMessage())));
        }
        return new Judged(
                named.name(),
                Optional.of(signed.checkpoint()),
                Trust.of(trusted, signatures).flawOf(signed));
    }
}
