package dev.diptych.application.checkpoint;

import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.MalformedNoteException;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.merkle.MerkleHash;
import dev.diptych.ports.driving.NamedCheckpoint;
import java.util.Optional;

/**
 * The checkpoint that the next one must extend, well signed.
 *
 * @param name where it came from
 * @param said what it says
 */
record PreviousCheckpoint(String name, Checkpoint said) {
    /**
     * @param key whose signature is enough, besides those of trusted keys
     * @throws CannotVouchException if it is none, has another origin, or is not well signed
     */
    static PreviousCheckpoint judge(NamedCheckpoint given, String origin, VerifyingKey key, Trust trust) {
        SignedCheckpoint signed;
        try {
            signed = SignedCheckpoint.parse(given.text());
        } catch (MalformedNoteException malformed) {
            throw refused(given.name(), "is none: " + malformed.getMessage());
        }
        if (!signed.checkpoint().origin().equals(origin)) {
            throw refused(
                    given.name(),
                    "has the origin " + signed.checkpoint().origin() + ", and the next one would have " + origin);
        }
        Optional<String> flaw =
                signed.isSignedBy(key, trust.signatures()::verify) ? Optional.empty() : trust.flawOf(signed);
        if (flaw.isPresent()) {
            throw refused(
                    given.name(), "is signed neither by the key " + key.id() + " nor by a trusted one: " + flaw.get());
        }
        return new PreviousCheckpoint(given.name(), signed.checkpoint());
    }

    long size() {
        return said.size().value();
    }

    /**
     * @throws CannotVouchException if both copies have fewer events
     */
    void requireSizeWithin(long end, long storeHead) {
        if (size() > end) {
            throw refused(
                    name,
                    "speaks of " + size() + " events, and the store ends at " + storeHead + " and both copies have "
                            + end + " in whole batches: the ledger was cut off, or the store is behind");
        }
    }

    /**
     * @throws CannotVouchException if the tree over as many events has another root
     */
    void requireRoot(MerkleHash root) {
        if (!root.equals(said.root())) {
            throw refused(
                    name,
                    "is not extended: expected the root " + said.root() + " over the first " + size()
                            + " events, found " + root + ": history was rewritten, or this is another ledger");
        }
    }

    private static CannotVouchException refused(String name, String what) {
        return new CannotVouchException("no checkpoint was made: the one before, " + name + ", " + what
                + ". Nothing was changed. Next: diptych verify --against " + name);
    }
}
