package dev.diptych.domain.merkle;

import dev.diptych.domain.chain.EventHash;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Trees to compare with: the eight leaves of the tests of Certificate Transparency, and RFC 6962 spelled out. */
final class KnownTrees {
    private static final TreeHasher HASHER = new TreeHasher();

    private KnownTrees() {}

    /**
     * The leaves of merkle_tree_test.cc in https://github.com/google/certificate-transparency, hashed.
     */
    static List<MerkleHash> referenceLeaves() {
        return List.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .stream()
                .map(hex -> HASHER.leafOf(HexFormat.of().parseHex(hex)))
                .toList();
    }

    static MerkleHash hash(String hex) {
        return MerkleHash.of(HexFormat.of().parseHex(hex));
    }

    static List<EventHash> events(int count, Random random) {
        List<EventHash> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[EventHash.BYTES];
            random.nextBytes(bytes);
            events.add(EventHash.of(bytes));
        }
        return events;
    }

    static List<MerkleHash> leaves(List<EventHash> events) {
        return events.stream().map(HASHER::leaf).toList();
    }

    /** MTH of RFC 6962, section 2.1, as the page says it. */
    static MerkleHash root(List<MerkleHash> leaves) {
        if (leaves.isEmpty()) {
            return HASHER.empty();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = largestPowerOfTwoBelow(leaves.size());
        return HASHER.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    /** PATH of RFC 6962, section 2.1.1, as the page says it. */
    static List<MerkleHash> path(int m, List<MerkleHash> leaves) {
        List<MerkleHash> path = new ArrayList<>();
        if (leaves.size() > 1) {
            int k = largestPowerOfTwoBelow(leaves.size());
            List<MerkleHash> left = leaves.subList(0, k);
            List<MerkleHash> right = leaves.subList(k, leaves.size());
            path.addAll(m < k ? path(m, left) : path(m - k, right));
            path.add(m < k ? root(right) : root(left));
        }
        return path;
    }

    private static int largestPowerOfTwoBelow(int n) {
        return Integer.highestOneBit(n - 1);
    }
}
