package dev.diptych.domain.merkle;

import dev.diptych.domain.chain.EventHash;
import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree that only grows, kept as far as that needs: the roots of the whole subtrees that make it up, from the largest,
 * which is on the left, to the smallest. There is one for each bit that is set in the number of leaves, so that 53 hashes are
 * enough for any ledger.
 *
 * <p>One thread at a time.
 */
public final class MerkleFrontier {
    private final TreeHasher hasher = new TreeHasher();
    private final List<MerkleHash> subtrees;
    private long size;

    private MerkleFrontier(long size, List<MerkleHash> subtrees) {
        this.size = size;
        this.subtrees = new ArrayList<>(subtrees);
    }

    /** The tree without a leaf. */
    public static MerkleFrontier empty() {
        return new MerkleFrontier(0, List.of());
    }

    /**
     * A tree that {@link #size} and {@link #subtrees} were kept of.
     *
     * @throws IllegalArgumentException if the number of subtrees is not the one that the size has
     */
    public static MerkleFrontier of(long size, List<MerkleHash> subtrees) {
        if (size < 0 || Long.bitCount(size) != subtrees.size()) {
            throw new IllegalArgumentException("a tree of " + size + " leaves must have " + Long.bitCount(size)
                    + " whole subtrees, had " + subtrees.size());
        }
        return new MerkleFrontier(size, subtrees);
    }

    /** Adds the next leaf. */
    public void add(EventHash event) {
        MerkleHash grown = hasher.leaf(event);
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            grown = hasher.node(subtrees.remove(subtrees.size() - 1), grown);
        }
        subtrees.add(grown);
        size++;
    }

    /** The number of leaves. */
    public long size() {
        return size;
    }

    /** The roots of the whole subtrees, the largest first. */
    public List<MerkleHash> subtrees() {
        return List.copyOf(subtrees);
    }

    /** The root of the tree as it is. */
    public MerkleHash root() {
        if (subtrees.isEmpty()) {
            return hasher.empty();
        }
        MerkleHash root = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = hasher.node(subtrees.get(i), root);
        }
        return root;
    }

    /** A tree of its own with the same leaves. */
    public MerkleFrontier copy() {
        return new MerkleFrontier(size, subtrees);
    }
}
