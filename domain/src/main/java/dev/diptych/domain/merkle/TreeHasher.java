package dev.diptych.domain.merkle;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sha256;

/**
 * The hashes of RFC 6962, section 2.1. A leaf is {@code SHA-256(0x00 || event hash)}, a node {@code SHA-256(0x01 || left ||
 * right)}, the empty tree the hash of nothing; the prefixes keep a node from ever being taken for a leaf.
 *
 * <p>Keeps one digest for reuse; one thread at a time.
 */
final class TreeHasher {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final Sha256 sha256 = new Sha256();

    MerkleHash empty() {
        return MerkleHash.of(sha256.finish());
    }

    MerkleHash leaf(EventHash event) {
        return MerkleHash.of(sha256.add(LEAF).add(event.toBytes()).finish());
    }

    MerkleHash node(MerkleHash left, MerkleHash right) {
        return MerkleHash.of(
                sha256.add(NODE).add(left.toBytes()).add(right.toBytes()).finish());
    }
}
