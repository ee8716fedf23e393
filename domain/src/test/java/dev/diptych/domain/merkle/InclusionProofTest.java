package dev.diptych.domain.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.EventHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Proofs that a leaf is in a tree: made in one pass, judged by their root, worth nothing when anything else is put in. */
class InclusionProofTest {
    private static final long SEED = 211;

    @Test
    void has_the_paths_that_the_tests_of_certificate_transparency_have() {
        String first = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
        String thirdAndFourth = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
        String fifth = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";

        assertThat(path(1, 1)).isEmpty();
        assertThat(path(1, 8))
                .isEqualTo(hashes(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        thirdAndFourth,
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
        assertThat(path(6, 8))
                .isEqualTo(hashes(
                        fifth,
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
        assertThat(path(3, 3)).isEqualTo(hashes("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
        assertThat(path(2, 5)).isEqualTo(hashes(first, thirdAndFourth, fifth));
    }

    @Test
    void has_the_paths_and_roots_that_golang_says() {
        List<String> roots =
                GoVectors.lines("root").stream().map(words -> words[1]).toList();
        List<String[]> proofs = GoVectors.lines("inclusion");

        for (String[] words : proofs) {
            int index = Integer.parseInt(words[0]);
            int size = Integer.parseInt(words[1]);
            InclusionPathBuilder builder = new InclusionPathBuilder(index, size);
            for (int i = 0; i < size; i++) {
                builder.add(GoVectors.leaf(i));
            }

            assertThat(builder.proof().path()).isEqualTo(GoVectors.hashes(words, 2));
            assertThat(builder.proof().rootOf(GoVectors.leaf(index))).hasToString(roots.get(size - 1));
        }

        assertThat(proofs).hasSizeGreaterThan(100);
    }

    @Test
    void every_leaf_of_every_size_to_64_is_proved_by_the_path_of_the_definition() {
        List<EventHash> events = KnownTrees.events(64, new Random(SEED));
        List<MerkleHash> leaves = KnownTrees.leaves(events);

        for (int size = 1; size <= 64; size++) {
            MerkleHash root = KnownTrees.root(leaves.subList(0, size));
            for (int index = 0; index < size; index++) {
                InclusionProof proof = proof(index, events.subList(0, size));

                assertThat(proof.path())
                        .describedAs("seed %d, leaf %d of %d", SEED, index, size)
                        .isEqualTo(KnownTrees.path(index, leaves.subList(0, size)));
                assertThat(proof.rootOf(events.get(index))).isEqualTo(root);
            }
        }
    }

    @Test
    void no_other_event_index_or_size_leads_to_the_root() {
        List<EventHash> events = KnownTrees.events(33, new Random(SEED));
        MerkleHash root = KnownTrees.root(KnownTrees.leaves(events));

        for (int index = 0; index < 33; index++) {
            InclusionProof proof = proof(index, events);
            for (int other = 0; other < 33; other++) {
                if (other != index) {
                    assertThat(proof.rootOf(events.get(other))).isNotEqualTo(root);
                    assertThat(rootOf(other, 33, proof.path(), events.get(index)))
                            .isNotEqualTo(Optional.of(root));
                }
            }
        }
    }

    @Test
    void in_another_size_a_path_fits_nowhere_or_leads_elsewhere_unless_the_way_is_the_same() {
        List<EventHash> events = KnownTrees.events(33, new Random(SEED));

        for (int size = 1; size <= 33; size++) {
            MerkleHash root = KnownTrees.root(KnownTrees.leaves(events.subList(0, size)));
            for (int index = 0; index < size; index++) {
                InclusionProof proof = proof(index, events.subList(0, size));
                for (int other = index + 1; other <= 40; other++) {
                    Optional<MerkleHash> found = rootOf(index, other, proof.path(), events.get(index));
                    assertThat(found.equals(Optional.of(root)))
                            .isEqualTo(turns(index, other).equals(turns(index, size)));
                }
            }
        }
    }

    @Test
    void every_bit_of_a_path_and_of_the_event_matters() {
        List<EventHash> events = KnownTrees.events(21, new Random(SEED));
        MerkleHash root = KnownTrees.root(KnownTrees.leaves(events));

        for (int index = 0; index < 21; index++) {
            InclusionProof proof = proof(index, events);
            for (int bit = 0; bit < 256; bit++) {
                assertThat(proof.rootOf(EventHash.of(flipped(events.get(index).toBytes(), bit))))
                        .isNotEqualTo(root);
                for (int step = 0; step < proof.path().size(); step++) {
                    List<MerkleHash> wrong = new ArrayList<>(proof.path());
                    wrong.set(step, MerkleHash.of(flipped(wrong.get(step).toBytes(), bit)));
                    assertThat(new InclusionProof(index, 21, wrong).rootOf(events.get(index)))
                            .isNotEqualTo(root);
                }
            }
        }
    }

    @Test
    void refuses_a_path_of_another_length() {
        MerkleHash hash = KnownTrees.referenceLeaves().get(0);

        assertThatThrownBy(() -> new InclusionProof(4, 5, List.of(hash, hash)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the path of leaf 4 in a tree of 5 must have 1 hashes, had 2");
        assertThatThrownBy(() -> new InclusionProof(0, 1, List.of(hash))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InclusionProof(0, 2, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_a_leaf_that_the_tree_does_not_have() {
        assertThatThrownBy(() -> new InclusionProof(5, 5, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 of 5");
        assertThatThrownBy(() -> new InclusionProof(-1, 5, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InclusionPathBuilder(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InclusionPathBuilder(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void is_not_made_before_all_leaves_were_taken_nor_of_more() {
        InclusionPathBuilder builder = new InclusionPathBuilder(0, 2);
        builder.add(GoVectors.leaf(0));

        assertThatThrownBy(builder::proof)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("had 1");
        builder.add(GoVectors.leaf(1));
        assertThat(builder.isComplete()).isTrue();
        assertThatThrownBy(() -> builder.add(GoVectors.leaf(2))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_last_leaf_of_the_largest_tree_has_a_path_of_its_length() {
        long size = (1L << 53) - 1;

        assertThat(InclusionProof.lengthOf(size - 1, size)).isEqualTo(52);
        assertThat(InclusionProof.lengthOf(0, size)).isEqualTo(53);
    }

    private static List<MerkleHash> path(int leafFromOne, int size) {
        InclusionPathBuilder builder = new InclusionPathBuilder(leafFromOne - 1L, size);
        KnownTrees.referenceLeaves().subList(0, size).forEach(builder::addLeaf);
        return builder.proof().path();
    }

    private static InclusionProof proof(int index, List<EventHash> events) {
        InclusionPathBuilder builder = new InclusionPathBuilder(index, events.size());
        events.forEach(builder::add);
        return builder.proof();
    }

    private static Optional<MerkleHash> rootOf(int index, int size, List<MerkleHash> path, EventHash event) {
        return InclusionProof.lengthOf(index, size) == path.size()
                ? Optional.of(new InclusionProof(index, size, path).rootOf(event))
                : Optional.empty();
    }

    /** On which side the other half is, from the leaf to the root: all that a path says of index and size. */
    private static List<Boolean> turns(int index, int size) {
        List<Boolean> turns = new ArrayList<>();
        Climb climb = new Climb(index, size);
        while (climb.hasNextNode()) {
            climb.toNextNode();
            turns.add(climb.isOtherLeft());
        }
        return turns;
    }

    private static List<MerkleHash> hashes(String... hex) {
        return List.of(hex).stream().map(KnownTrees::hash).toList();
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return bytes;
    }
}
