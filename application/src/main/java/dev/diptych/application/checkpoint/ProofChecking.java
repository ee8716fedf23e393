package dev.diptych.application.checkpoint;

import dev.diptych.domain.chain.LineDecoder;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.CheckpointTrust;
import dev.diptych.domain.checkpoint.MalformedNoteException;
import dev.diptych.domain.checkpoint.TlogProof;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.merkle.MerkleHash;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.PayloadReader;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driving.CheckProof;
import java.util.Optional;

/** Judges proofs with nothing but the proof and the trusted keys. The first thing that does not hold is the answer. */
public final class ProofChecking implements CheckProof {
    private final PayloadReader payloads;
    private final KeyRing keys;
    private final SignatureVerifier signatures;

    /**
     * @param payloads judges payloads with the limits of the format
     */
    public ProofChecking(PayloadReader payloads, KeyRing keys, SignatureVerifier signatures) {
        this.payloads = payloads;
        this.keys = keys;
        this.signatures = signatures;
    }

    @Override
    public Answer check(String text) {
        try {
            TlogProof proof = parsed(text);
            SealedEvent event = event(proof);
            requireInTree(event, proof);
            return new Holds(event, proof.checkpoint().checkpoint(), signedBy(proof));
        } catch (CannotVouchException fails) {
            return new Fails(fails.message());
        }
    }

    private static TlogProof parsed(String text) {
        try {
            return TlogProof.parse(text);
        } catch (MalformedNoteException malformed) {
            throw fails(
                    String.valueOf(malformed.getMessage()), "get the proof again; it is text, and every byte counts");
        }
    }

    private SealedEvent event(TlogProof proof) {
        byte[] line = proof.extra()
                .orElseThrow(() -> fails(
                        "it has no extra line, and so no event",
                        "get a proof that diptych prove wrote, event included"));
        LineVerdict verdict = new LineDecoder(payloads).decode(line, 0, line.length);
        if (!(verdict instanceof LineVerdict.WellFormed sound)) {
            throw fails(
                    "its extra data is no sound line of a ledger: " + flaw(verdict),
                    "get the proof again; the event was changed");
        }
        long sequence = sound.event().sequenceValue();
        long index = proof.inclusion().index();
        if (sequence != index + 1) {
            throw fails(
                    "expected the event with sequence " + (index + 1) + ", as the index " + index + " says, found "
                            + sound.event(),
                    "get the proof again; event and index do not belong together");
        }
        return sound.event();
    }

    private static void requireInTree(SealedEvent event, TlogProof proof) {
        Checkpoint said = proof.checkpoint().checkpoint();
        MerkleHash root = proof.inclusion().rootOf(event.hash());
        if (!root.equals(said.root())) {
            throw fails(
                    event + " is not in the tree: expected the path to lead to the root " + said.root() + ", found "
                            + root,
                    "do not believe the event; the event, the path or the checkpoint is not what it was");
        }
    }

    private String signedBy(TlogProof proof) {
        Optional<TrustedKeys> trusted = keys.trusted();
        if (trusted.isEmpty()) {
            throw fails(
                    "nobody was asked whom to trust, so that nothing says whose checkpoint it is",
                    "name a file of trusted keys with --allowed-signers");
        }
        CheckpointTrust trust = Trust.of(trusted, signatures).judge(proof.checkpoint(), trusted.get());
        return trust.fold(
                good -> good.by().principals(), unknown -> refuse(proof, trusted), bad -> refuse(proof, trusted));
    }

    private String refuse(TlogProof proof, Optional<TrustedKeys> trusted) {
        String flaw = Trust.of(trusted, signatures).flawOf(proof.checkpoint()).orElse("its signature is not good");
        throw fails(
                "its checkpoint proves nothing: " + flaw,
                "do not believe the event; ask for a checkpoint by a trusted key");
    }

    private static String flaw(LineVerdict verdict) {
        return verdict.fold(
                sound -> "",
                payload -> "expected a payload with the hash " + payload.expected() + ", found one with "
                        + payload.found(),
                envelope -> "expected an event with the hash " + envelope.expected() + ", found one with "
                        + envelope.found(),
                undecodable -> "expected " + undecodable.expected() + " at byte " + undecodable.at()
                        + ", found something else",
                other -> "expected version 1 of the line format, found " + other.version());
    }

    private static CannotVouchException fails(String what, String next) {
        return new CannotVouchException("the proof does not hold: " + what + ". Next: " + next);
    }
}
