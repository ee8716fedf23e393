package dev.diptych.domain.merkle;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Merkle tree that only grows, kept as far as that needs: the roots of the whole subtrees that make it up, from the largest,
 * which is on the left, to the smallest. There is one for each bit that is set in the number of leaves, so that 53 hashes are
 * enough for any ledger.
 *
 * <p>They lie one behind the other in one array, and a leaf is hashed into the place behind them. Each bit at the number's
 * end that is set is a subtree as large as what was just hashed: the two make a node, in the place of the first. So adding
 * makes no object.
 *
 * <p>One thread at a time.
 */
public final class MerkleFrontier {
    private static final int HASH = MerkleHash.BYTES;
    private static final int HASHES_MAX = Long.bitCount(Sequence.VALUE_MAX) + 1;

    private final TreeHasher hasher = new TreeHasher();
    private final byte[] subtrees;
    private long size;

    private MerkleFrontier(long size, byte[] subtrees) {
        this.size = size;
        this.subtrees = subtrees;
    }

    /** The tree without a leaf. */
    public static MerkleFrontier empty() {
        return new MerkleFrontier(0, new byte[HASHES_MAX * HASH]);
    }

    /**
     * A tree that {@link #size} and {@link #subtrees} were kept of.
     *
     * @throws IllegalArgumentException if the number of subtrees is not the one that the size has
     */
    public static MerkleFrontier of(long size, List<MerkleHash> subtrees) {
        if (size < 0 || size > Sequence.VALUE_MAX || Long.bitCount(size) != subtrees.size()) {
            throw new IllegalArgumentException("a tree of " + size + " leaves must have " + Long.bitCount(size)
                    + " whole subtrees and at most " + Sequence.VALUE_MAX + " leaves, had " + subtrees.size()
                    + " subtrees");
        }
        MerkleFrontier tree = new MerkleFrontier(size, new byte[HASHES_MAX * HASH]);
        for (int i = 0; i < subtrees.size(); i++) {
            System.arraycopy(subtrees.get(i).toBytes(), 0, tree.subtrees, i * HASH, HASH);
        }
        return tree;
    }

    /** Adds the next leaf. */
    public void add(EventHash event) {
        requireRoom();
        hasher.leafInto(event, subtrees, end());
        grow();
    }

    /** Adds the next leaf, hashed already. */
    void addLeaf(MerkleHash leaf) {
        requireRoom();
        System.arraycopy(leaf.toBytes(), 0, subtrees, end(), HASH);
        grow();
    }

    /** The number of leaves. */
    public long size() {
        return size;
    }

    /** The roots of the whole subtrees, the largest first. */
    public List<MerkleHash> subtrees() {
        List<MerkleHash> hashes = new ArrayList<>();
        for (int at = 0; at < end(); at += HASH) {
            hashes.add(MerkleHash.of(Arrays.copyOfRange(subtrees, at, at + HASH)));
        }
        return List.copyOf(hashes);
    }

    /** The root of the tree as it is. */
    public MerkleHash root() {
        if (size == 0) {
            return hasher.empty();
        }
        List<MerkleHash> hashes = subtrees();
        MerkleHash root = hashes.get(hashes.size() - 1);
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = hasher.node(hashes.get(i), root);
        }
        return root;
    }

    /** A tree of its own with the same leaves. */
    public MerkleFrontier copy() {
        return new MerkleFrontier(size, subtrees.clone());
    }

    /** The leaf lies behind the subtrees: joins it with those that it makes whole. */
    private void grow() {
        int last = end();
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hasher.nodeInto(subtrees, last - HASH, last, last - HASH);
            last -= HASH;
        }
        size++;
    }

    private int end() {
        return Long.bitCount(size) * HASH;
    }

    private void requireRoom() {
        if (size == Sequence.VALUE_MAX) {
            throw new IllegalStateException(
                    "a ledger has at most " + Sequence.VALUE_MAX + " events, and so many are there");
        }
    }
}
