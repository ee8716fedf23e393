package dev.diptych.domain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.merkle.GoVectors;
import dev.diptych.domain.merkle.InclusionPathBuilder;
import dev.diptych.domain.merkle.InclusionProof;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs as text: written and read byte for byte, and spelled in one way only. */
class TlogProofTest {
    private static final byte[] EXTRA = NoteSamples.utf8("the line\n");
    private static final SignedCheckpoint CHECKPOINT =
            SignedCheckpoint.parse(NoteSamples.goNotes().get(0));
    private static final String TEXT =
            TlogProof.of(EXTRA, inclusion(41), CHECKPOINT).render();

    @Test
    void has_the_lines_of_the_specification_in_their_order() {
        List<String> lines = TEXT.lines().toList();

        assertThat(lines.subList(0, 3)).containsExactly("c2sp.org/tlog-proof@v1", "extra dGhlIGxpbmUK", "index 41");
        assertThat(lines.subList(3, lines.indexOf("")))
                .isEqualTo(inclusion(41).path().stream().map(Object::toString).toList());
        assertThat(TEXT).endsWith("\n\n" + NoteSamples.goNotes().get(0));
    }

    @Test
    void is_read_as_it_was_written() {
        TlogProof read = TlogProof.parse(TEXT);

        assertThat(read.render()).isEqualTo(TEXT);
        assertThat(read).isEqualTo(TlogProof.of(EXTRA, inclusion(41), CHECKPOINT));
        assertThat(read.extra().orElseThrow()).isEqualTo(EXTRA);
        assertThat(read.inclusion().rootOf(GoVectors.leaf(41)))
                .isEqualTo(CHECKPOINT.checkpoint().root());
    }

    @Test
    void extra_data_may_be_missing() {
        TlogProof read = TlogProof.parse(TEXT.replaceFirst("extra .*\n", ""));

        assertThat(read.extra()).isEqualTo(Optional.empty());
        assertThat(read.render()).doesNotContain("extra").startsWith("c2sp.org/tlog-proof@v1\nindex 41\n");
    }

    @Test
    void in_a_tree_of_one_leaf_the_path_is_empty() {
        SignedCheckpoint one = SignedCheckpoint.parse(
                "a.example\n1\n" + inclusion(0).path().get(0) + "\n\n\u2014 a.example AAAAAQI=\n");
        String text =
                TlogProof.of(EXTRA, new InclusionProof(0, 1, List.of()), one).render();

        assertThat(text).contains("index 0\n\na.example\n");
        assertThat(TlogProof.parse(text).inclusion().path()).isEmpty();
    }

    @Test
    void a_path_in_a_tree_of_another_size_is_refused() {
        assertThatThrownBy(() -> TlogProof.of(EXTRA, new InclusionProof(0, 1, List.of()), CHECKPOINT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c2sp.org/tlog-proof@v1>c2sp.org/tlog-proof@v2",
                "extra >extra  ",
                "extra >Extra ",
                "dGhlIGxpbmUK>dGhlIGxpbmU",
                "index 41>index 041",
                "index 41>index -1",
                "index 41>index 100",
                "index 41>index 1000000000000000000000",
                "index 41\n>",
                "index 41\n>index 41\nAAAA\n",
                "index 41\n>index 41\n\n",
                "\n100\n>\n10\n",
                "\n\u2014>\n-"
            })
    void whatever_is_spelled_otherwise_is_none(String change) {
        String[] sides = change.split(">", -1);
        String other = TEXT.replace(sides[0], sides[1]);

        assertThat(other).isNotEqualTo(TEXT);
        assertThatThrownBy(() -> TlogProof.parse(other))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageContaining("not a proof: line ");
    }

    @Test
    void every_beginning_of_a_proof_is_none() {
        for (int length = 0; length < TEXT.length(); length++) {
            String beginning = TEXT.substring(0, length);

            assertThatThrownBy(() -> TlogProof.parse(beginning)).isInstanceOf(MalformedNoteException.class);
        }
    }

    private static InclusionProof inclusion(int index) {
        InclusionPathBuilder builder = new InclusionPathBuilder(index, 100);
        for (int i = 0; i < 100; i++) {
            builder.add(GoVectors.leaf(i));
        }
        return builder.proof();
    }
}
