package dev.diptych.domain.merkle;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sha256;

/**
 * The hashes of RFC 6962, section 2.1. A leaf is {@code SHA-256(0x00 || event hash)}, a node {@code SHA-256(0x01 || left ||
 * right)}, the empty tree the hash of nothing; the prefixes keep a node from ever being taken for a leaf.
 *
 * <p>Works on places in byte arrays, so that growing a tree by millions of leaves makes no object. Keeps one digest for
 * reuse; one thread at a time.
 */
final class TreeHasher {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final int HASH = MerkleHash.BYTES;

    private final Sha256 sha256 = new Sha256();
    private final byte[] event = new byte[EventHash.BYTES];

    MerkleHash empty() {
        return MerkleHash.of(sha256.finish());
    }

    MerkleHash leaf(EventHash of) {
        byte[] hash = new byte[HASH];
        leafInto(of, hash, 0);
        return MerkleHash.of(hash);
    }

    /** The hash of a leaf of any bytes, as trees of others have them. */
    MerkleHash leafOf(byte[] data) {
        return MerkleHash.of(sha256.add(LEAF).add(data).finish());
    }

    MerkleHash node(MerkleHash left, MerkleHash right) {
        return MerkleHash.of(
                sha256.add(NODE).add(left.toBytes()).add(right.toBytes()).finish());
    }

    void leafInto(EventHash of, byte[] target, int at) {
        of.copyTo(event, 0);
        sha256.add(LEAF).add(event).finishInto(target, at);
    }

    /** The node over the two hashes that begin at {@code left} and {@code right}, put in the place of either or elsewhere. */
    void nodeInto(byte[] hashes, int left, int right, int at) {
        sha256.add(NODE).add(hashes, left, left + HASH).add(hashes, right, right + HASH);
        sha256.finishInto(hashes, at);
    }
}
