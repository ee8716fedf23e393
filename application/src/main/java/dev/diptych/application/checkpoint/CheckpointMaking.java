package dev.diptych.application.checkpoint;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.KeyRing;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.SignatureVerifier;
import dev.diptych.ports.driven.StoreProvider;
import dev.diptych.ports.driven.TreeMemory;
import dev.diptych.ports.driven.TreeMemory.Grown;
import dev.diptych.ports.driving.MakeCheckpoint;
import dev.diptych.ports.driving.Progress;
import java.util.Optional;

/**
 * Makes checkpoints of mirrored events.
 *
 * <p>With a checkpoint before, only what came after it is walked, if three things are proved: that one is well signed; the
 * tree that was remembered, with the event that was remembered as its newest leaf, has its root; and both copies have this
 * very event there. What was remembered is not trusted in this: whoever changed it can only make it useless. If one of the
 * three fails everything is walked, and the root on the way must be the signed one. Either way the next checkpoint extends the
 * one before.
 */
public final class CheckpointMaking implements MakeCheckpoint {
    private final LogProvider log;
    private final StoreProvider store;
    private final KeyRing keys;
    private final SignatureVerifier signatures;
    private final TreeMemory trees;

    public CheckpointMaking(
            LogProvider log, StoreProvider store, KeyRing keys, SignatureVerifier signatures, TreeMemory trees) {
        this.log = log;
        this.store = store;
        this.keys = keys;
        this.signatures = signatures;
        this.trees = trees;
    }

    /**
     * @throws dev.diptych.ports.driven.KeysUnusableException if there is a checkpoint before and the trusted keys cannot be
     *     read
     */
    @Override
    public Answer make(Request request, Progress progress) {
        try (MirroredEvents events = MirroredEvents.open(log, store)) {
            return make(request, events, progress);
        } catch (CannotVouchException refused) {
            return new NotMade(refused.message());
        }
    }

    private Answer make(Request request, MirroredEvents events, Progress progress) {
        long end = events.end();
        String origin = origin(request, events.ledger());
        Optional<PreviousCheckpoint> previous = request.previous()
                .map(given -> PreviousCheckpoint.judge(
                        given, origin, request.signer().publicKey(), Trust.of(keys.trusted(), signatures)));
        previous.ifPresent(
                before -> before.requireSizeWithin(end, events.storeHead().value()));
        MirroredWalk walk = previous.flatMap(before -> known(before, events))
                .map(known -> MirroredWalk.behind(known, events, end, progress))
                .orElseGet(() -> MirroredWalk.fromStart(events, end, previous, progress));
        Grown grown = walk.run();
        Checkpoint checkpoint =
                new Checkpoint(origin, grown.head().sequence(), grown.whole().root());
        SignedCheckpoint signed = signed(checkpoint, request.signer());
        trees.remember(grown);
        return new Made(checkpoint, signed.render(), walk.eventsToRead());
    }

    /** What was remembered, if it is proved to be the tree of the checkpoint and its newest event to be in both copies. */
    private Optional<Grown> known(PreviousCheckpoint previous, MirroredEvents events) {
        return trees.recall()
                .filter(grown -> grown.head().sequence().equals(previous.said().size())
                        && grown.whole().root().equals(previous.said().root())
                        && events.haveAtEndOfBatch(grown.head()));
    }

    private SignedCheckpoint signed(Checkpoint checkpoint, EventSigner signer) {
        SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, signer.publicKey(), signer::sign);
        if (!signed.isSignedBy(signer.publicKey(), signatures::verify)) {
            throw new CannotVouchException(
                    "no checkpoint was made: the key "
                            + signer.publicKey().id()
                            + " made a signature that is not good. Nothing was changed. Next: check the key with diptych keys show");
        }
        return signed;
    }

    private static String origin(Request request, LedgerId ledger) {
        String origin = request.origin().orElseGet(() -> Checkpoint.originOf(ledger));
        Optional<String> flaw = Checkpoint.flawInOrigin(origin);
        if (flaw.isEmpty() && Checkpoint.isOriginOfOtherThan(ledger, origin)) {
            flaw = Optional.of("it is the name of another ledger; this one is " + Checkpoint.originOf(ledger));
        }
        if (flaw.isPresent()) {
            throw new CannotVouchException("no checkpoint was made: the origin cannot be used: " + flaw.get()
                    + ". Nothing was changed. Next: give another origin, or none");
        }
        return origin;
    }
}
