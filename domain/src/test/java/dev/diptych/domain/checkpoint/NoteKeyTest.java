package dev.diptych.domain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys under the names that they sign notes with. */
class NoteKeyTest {
    @Test
    void keys_of_others_are_read_and_written_as_they_were() {
        List<String> texts = List.of(NoteSamples.PETER_KEY, NoteSamples.SUM_KEY);

        assertThat(texts).allSatisfy(text -> assertThat(NoteKey.parse(text)).hasToString(text));
        assertThat(NoteSamples.goKeys())
                .extracting(NoteKey::name)
                .containsExactly("example.com/orders", "diptych/ledger/\u00e9");
    }

    @Test
    void the_id_is_made_of_the_name_the_type_and_the_key() {
        NoteKey peter = NoteKey.parse(NoteSamples.PETER_KEY);

        assertThat(peter.hash()).isEqualTo(0xc74f20a3);
        assertThat(new NoteKey("PeterNeumann2", peter.key()).hash()).isNotEqualTo(peter.hash());
    }

    @Test
    void an_id_that_begins_with_zeros_keeps_them() {
        assertThat(NoteKey.parse(NoteSamples.SUM_KEY).toString()).contains("+033de0ae+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a3",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
                "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"
            })
    void whatever_is_spelled_otherwise_or_has_another_id_is_none(String text) {
        assertThatThrownBy(() -> NoteKey.parse(text))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageContaining("not a key for notes");
    }

    @Test
    void refuses_names_that_no_signature_line_can_have() {
        NoteKey peter = NoteKey.parse(NoteSamples.PETER_KEY);

        for (String name : List.of("", "a b", "a+b", "a\u2003b", "a\nb", "\ud800")) {
            assertThatThrownBy(() -> new NoteKey(name, peter.key())).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
