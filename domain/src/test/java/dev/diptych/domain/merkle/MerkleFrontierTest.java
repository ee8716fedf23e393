package dev.diptych.domain.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.EventHash;
import dev.diptych.domain.chain.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Growing a tree, against known roots, against the definition, and against another implementation. */
class MerkleFrontierTest {
    private static final long SEED = 6962;

    private static final List<String> REFERENCE_ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void has_the_roots_that_the_tests_of_certificate_transparency_have() {
        MerkleFrontier tree = MerkleFrontier.empty();
        List<MerkleHash> roots = new ArrayList<>();

        for (MerkleHash leaf : KnownTrees.referenceLeaves()) {
            tree.addLeaf(leaf);
            roots.add(tree.root());
        }

        assertThat(roots)
                .isEqualTo(REFERENCE_ROOTS.stream().map(KnownTrees::hash).toList());
    }

    @Test
    void without_a_leaf_it_has_the_hash_of_nothing() {
        assertThat(MerkleFrontier.empty().root())
                .isEqualTo(KnownTrees.hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        assertThat(MerkleFrontier.empty().subtrees()).isEmpty();
    }

    @Test
    void has_the_root_of_the_definition_at_every_size_to_130() {
        List<EventHash> events = KnownTrees.events(130, new Random(SEED));
        List<MerkleHash> leaves = KnownTrees.leaves(events);
        MerkleFrontier tree = MerkleFrontier.empty();

        for (int size = 0; size <= 130; size++) {
            assertThat(tree.size()).isEqualTo(size);
            assertThat(tree.root())
                    .describedAs("seed %d, size %d", SEED, size)
                    .isEqualTo(KnownTrees.root(leaves.subList(0, size)));
            if (size < 130) {
                tree.add(events.get(size));
            }
        }
    }

    @Test
    void has_the_roots_that_golang_says_at_every_size_to_130() {
        MerkleFrontier tree = MerkleFrontier.empty();
        List<String[]> roots = GoVectors.lines("root");

        for (String[] root : roots) {
            tree.add(GoVectors.leaf(tree.size()));

            assertThat(root)
                    .containsExactly(Long.toString(tree.size()), tree.root().toString());
        }

        assertThat(roots).hasSize(130);
    }

    @Test
    void grows_on_from_what_was_kept_as_if_it_had_never_stopped() {
        List<EventHash> events = KnownTrees.events(70, new Random(SEED));
        List<MerkleHash> leaves = KnownTrees.leaves(events);

        for (int stop = 0; stop <= 70; stop++) {
            MerkleFrontier before = MerkleFrontier.empty();
            events.subList(0, stop).forEach(before::add);
            MerkleFrontier after = MerkleFrontier.of(before.size(), before.subtrees());
            events.subList(stop, 70).forEach(after::add);

            assertThat(after.root()).describedAs("stopped at %d", stop).isEqualTo(KnownTrees.root(leaves));
        }
    }

    @Test
    void a_copy_grows_alone() {
        List<EventHash> events = KnownTrees.events(9, new Random(SEED));
        MerkleFrontier tree = MerkleFrontier.empty();
        events.subList(0, 7).forEach(tree::add);
        MerkleHash root = tree.root();

        MerkleFrontier copy = tree.copy();
        copy.add(events.get(7));
        copy.add(events.get(8));

        assertThat(tree.root()).isEqualTo(root);
        assertThat(tree.size()).isEqualTo(7);
        assertThat(copy.size()).isEqualTo(9);
        assertThat(copy.root()).isEqualTo(KnownTrees.root(KnownTrees.leaves(events)));
    }

    @Test
    void refuses_as_many_subtrees_as_the_size_does_not_have() {
        MerkleHash hash = KnownTrees.referenceLeaves().get(0);

        assertThatThrownBy(() -> MerkleFrontier.of(6, List.of(hash)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("6 leaves", "2 whole subtrees", "had 1");
        assertThatThrownBy(() -> MerkleFrontier.of(-1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_largest_tree_of_a_ledger_is_full() {
        MerkleHash hash = KnownTrees.referenceLeaves().get(0);
        MerkleFrontier full = MerkleFrontier.of(Sequence.VALUE_MAX, Collections.nCopies(53, hash));

        assertThatThrownBy(() -> full.add(GoVectors.leaf(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void every_leaf_of_a_ledger_that_is_nearly_as_large_as_can_be_finds_room() {
        MerkleHash hash = KnownTrees.referenceLeaves().get(0);
        MerkleFrontier tree = MerkleFrontier.of(Sequence.VALUE_MAX - 1, Collections.nCopies(52, hash));

        tree.add(GoVectors.leaf(0));

        assertThat(tree.subtrees()).hasSize(53).startsWith(hash);
    }
}
