package dev.diptych.domain.merkle;

import dev.diptych.domain.chain.EventHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the proof of one leaf in one pass over all leaves. The other halves on the way from the leaf to the root lie side
 * by side and cover every leaf but that one, so that one small tree at a time is grown over each of them, and its root
 * kept: memory is a few dozen hashes, whatever the number of leaves.
 *
 * <p>One thread at a time.
 */
public final class InclusionPathBuilder {
    private final long index;
    private final long size;
    private final List<Half> halves;
    private final List<Optional<MerkleHash>> path;
    private MerkleFrontier tree = MerkleFrontier.empty();
    private int half;
    private long leaves;

    /** The leaves from one up to, not including, another, and whose place in the path their root has. */
    private record Half(int place, long from, long to) {}

    /**
     * @param index the leaf to be proved, from 0
     * @param size the number of leaves of the tree
     * @throws IllegalArgumentException if the tree has no such leaf
     */
    public InclusionPathBuilder(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "the index must be from 0 and below the tree's size, was " + index + " of " + size);
        }
        this.index = index;
        this.size = size;
        this.halves = halves(index, size);
        this.path = new ArrayList<>(Collections.nCopies(halves.size(), Optional.empty()));
    }

    /**
     * Takes the next leaf, the one to be proved among them.
     *
     * @throws IllegalStateException if all leaves were taken
     */
    public void add(EventHash event) {
        if (begin()) {
            tree.add(event);
        }
        end();
    }

    /** Takes the next leaf, hashed already. */
    void addLeaf(MerkleHash leaf) {
        if (begin()) {
            tree.addLeaf(leaf);
        }
        end();
    }

    /** Whether all leaves were taken. */
    public boolean isComplete() {
        return leaves == size;
    }

    /**
     * The proof.
     *
     * @throws IllegalStateException if leaves are missing
     */
    public InclusionProof proof() {
        if (!isComplete()) {
            throw new IllegalStateException("a proof of a leaf among " + size + " needs them all, had " + leaves);
        }
        return new InclusionProof(
                index, size, path.stream().map(Optional::orElseThrow).toList());
    }

    /** Whether the next leaf lies under another half than the one to be proved. */
    private boolean begin() {
        if (isComplete()) {
            throw new IllegalStateException("the tree has " + size + " leaves, and all were taken");
        }
        return leaves != index;
    }

    private void end() {
        leaves++;
        if (half < halves.size() && leaves == halves.get(half).to()) {
            path.set(halves.get(half).place(), Optional.of(tree.root()));
            tree = MerkleFrontier.empty();
            half++;
        }
    }

    /** In the order of their leaves. */
    private static List<Half> halves(long index, long size) {
        List<Half> found = new ArrayList<>();
        Climb climb = new Climb(index, size);
        while (climb.hasNextNode()) {
            climb.toNextNode();
            found.add(new Half(found.size(), climb.otherFrom(), climb.otherTo()));
        }
        found.sort(Comparator.comparingLong(Half::from));
        return List.copyOf(found);
    }
}
