package dev.diptych.domain.merkle;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import java.util.List;

/**
 * Proves that a leaf is in a tree (RFC 6962, section 2.1.1): the hashes with which the leaf's own makes the root. It proves
 * nothing of itself; what {@link #rootOf} answers is to be compared with a root that somebody vouches for.
 *
 * @param index the leaf's place, from 0
 * @param size the number of leaves of the tree
 * @param path the other half of each node from the leaf to the root, the leaf's neighbour first
 */
public record InclusionProof(long index, long size, List<MerkleHash> path) {
    public InclusionProof {
        path = List.copyOf(path);
        if (index < 0 || index >= size || size > Sequence.VALUE_MAX) {
            throw new IllegalArgumentException(
                    "the index of a proof must be from 0 and below the tree's size, which is at" + " most "
                            + Sequence.VALUE_MAX + ", was " + index + " of " + size);
        }
        if (path.size() != lengthOf(index, size)) {
            throw new IllegalArgumentException("the path of leaf " + index + " in a tree of " + size + " must have "
                    + lengthOf(index, size) + " hashes, had " + path.size());
        }
    }

    /** How many hashes the path of a leaf has. */
    public static int lengthOf(long index, long size) {
        return Climb.lengthOf(index, size);
    }

    /** The root of the tree, if the event is the leaf. */
    public MerkleHash rootOf(EventHash event) {
        return rootOfLeaf(new TreeHasher().leaf(event));
    }

    /** The root of the tree, if this is the leaf's hash. */
    MerkleHash rootOfLeaf(MerkleHash leaf) {
        TreeHasher hasher = new TreeHasher();
        MerkleHash hash = leaf;
        Climb climb = new Climb(index, size);
        for (MerkleHash other : path) {
            climb.toNextNode();
            hash = climb.isOtherLeft() ? hasher.node(other, hash) : hasher.node(hash, other);
        }
        return hash;
    }
}
