package dev.diptych.application.checkpoint;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.LineVerdict;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.merkle.MerkleFrontier;
import dev.diptych.domain.merkle.MerkleHash;
import dev.diptych.ports.driving.CheckpointCheck.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Grows the Merkle tree of one copy while it is walked, once, and remembers the roots at the sizes that checkpoints speak of.
 *
 * <p>The tree is over the copy's <em>readable beginning</em>: the events from the first on as long as each can be placed and
 * has the next sequence. What comes behind a hole says nothing about checkpoints any more. Lines that may turn out to be a
 * torn tail are kept back, as bare hashes: a tail has at most 8 MiB, and so at most some twenty thousand placed lines.
 *
 * <p>How to feed it: {@link #line} for every line of a log from its first, right after the chain walk was, or {@link #row}
 * for every row of a store; then {@link #finish} once. One thread at a time.
 */
public final class CheckpointWitness {
    private final MerkleFrontier tree = MerkleFrontier.empty();
    private final NavigableSet<Long> sizes;
    private final Map<Long, MerkleHash> roots = new HashMap<>();
    private final List<EventHash> held = new ArrayList<>();
    private long events;
    private boolean isHoleHeld;
    private boolean isBehindHole;
    private boolean isFinished;

    CheckpointWitness(NavigableSet<Long> sizes) {
        this.sizes = new TreeSet<>(sizes);
        keepRoot();
    }

    /**
     * The next line of the log, judged alone.
     *
     * @param isInTail whether it may yet turn out to lie in a torn tail, as the chain walk says
     */
    public void line(LineVerdict verdict, boolean isInTail) {
        if (!isBehindHole && !isHoleHeld) {
            long next = events + held.size() + 1;
            Optional<EventHash> placed = placedAt(next, verdict);
            placed.ifPresent(held::add);
            isHoleHeld = placed.isEmpty();
        }
        if (!isInTail) {
            release();
        }
    }

    /**
     * The next row of the store.
     *
     * @param hash its event hash; empty if it has none
     */
    public void row(long sequence, Optional<EventHash> hash) {
        if (isBehindHole) {
            return;
        }
        if (hash.isPresent() && sequence == events + 1) {
            grow(hash.get());
        } else {
            isBehindHole = true;
        }
    }

    /**
     * The copy ends here.
     *
     * @param hasTail whether the lines that were said to be in a tail are one, torn or in flight: they are no events then
     */
    public void finish(boolean hasTail) {
        if (!hasTail) {
            release();
        }
        held.clear();
        isFinished = true;
    }

    /** How many events can be read from the first on, without a gap. */
    public long events() {
        return events;
    }

    /** The root over the first events; empty if there are not so many, or nobody was to ask for it. */
    Optional<MerkleHash> rootAt(long size) {
        return Optional.ofNullable(roots.get(size));
    }

    /** What the copy is to a checkpoint that is proven. */
    Standing standing(Checkpoint checkpoint) {
        if (!isFinished) {
            throw new IllegalStateException("the copy has not ended");
        }
        long size = checkpoint.size().value();
        if (size <= events()) {
            return rootAt(size).filter(checkpoint.root()::equals).isPresent() ? Standing.EXTENDS : Standing.REWRITTEN;
        }
        return isBehindHole ? Standing.UNREADABLE : Standing.TRUNCATED;
    }

    private void release() {
        held.forEach(this::grow);
        held.clear();
        isBehindHole |= isHoleHeld;
    }

    private void grow(EventHash hash) {
        events++;
        if (!sizes.isEmpty()) {
            tree.add(hash);
            keepRoot();
        }
    }

    private void keepRoot() {
        if (!sizes.isEmpty() && tree.size() == sizes.first()) {
            roots.put(sizes.pollFirst(), tree.root());
        }
    }

    /** The hash of an event at the sequence whose envelope is authentic, whatever its payload is. */
    private static Optional<EventHash> placedAt(long sequence, LineVerdict verdict) {
        return verdict.fold(
                sound -> Optional.of(sound.event())
                        .filter(event -> event.sequenceValue() == sequence)
                        .map(SealedEvent::hash),
                payloadDiffers -> Optional.of(payloadDiffers)
                        .filter(line -> line.sequence() == sequence)
                        .map(LineVerdict.PayloadDiffers::hash),
                envelopeDiffers -> Optional.empty(),
                undecodable -> Optional.empty(),
                otherVersion -> Optional.empty());
    }
}
