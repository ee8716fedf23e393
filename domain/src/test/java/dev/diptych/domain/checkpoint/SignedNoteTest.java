package dev.diptych.domain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.signature.EventSignature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed notes: what others wrote is read and written byte for byte, and whatever is spelled otherwise is none. */
class SignedNoteTest {
    private static final String SIGNATURE = "\u2014 a.example AAAAAQI=\n";

    @Test
    void what_others_signed_is_read_and_written_as_it_was() {
        List<String> notes = List.of(
                NoteSamples.PETER_NOTE, NoteSamples.SUM_NOTE, NoteSamples.QUASIMODO_NOTE, NoteSamples.SOFA_NOTE);

        assertThat(notes)
                .allSatisfy(note -> assertThat(SignedNote.parse(note).render()).isEqualTo(note));
        assertThat(NoteSamples.goNotes())
                .hasSize(2)
                .allSatisfy(note -> assertThat(SignedNote.parse(note).render()).isEqualTo(note));
    }

    @Test
    void what_others_signed_verifies_over_the_text_with_its_last_line_feed() {
        assertThat(isGood(NoteSamples.PETER_NOTE, NoteSamples.PETER_KEY)).isTrue();
        assertThat(isGood(NoteSamples.SUM_NOTE, NoteSamples.SUM_KEY)).isTrue();
        assertThat(isGood(
                        NoteSamples.goNotes().get(0),
                        NoteSamples.goKeys().get(0).toString()))
                .isTrue();
        assertThat(isGood(
                        NoteSamples.goNotes().get(1),
                        NoteSamples.goKeys().get(1).toString()))
                .isTrue();
        assertThat(isGood(NoteSamples.PETER_NOTE.replace("problem is", "problem was"), NoteSamples.PETER_KEY))
                .isFalse();
    }

    @Test
    void the_text_may_have_empty_lines_and_the_last_one_ends_it() {
        assertThat(SignedNote.parse(NoteSamples.QUASIMODO_NOTE).text())
                .isEqualTo("Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n"
                        + "ed \u00e8 subito sera.\n");
    }

    @Test
    void a_signature_has_the_name_the_key_id_and_the_signature_itself() {
        NoteSignature signature =
                SignedNote.parse(NoteSamples.PETER_NOTE).signatures().get(0);

        assertThat(signature.name()).isEqualTo("PeterNeumann");
        assertThat(signature.keyHash()).isEqualTo(0xc74f20a3);
        assertThat(signature.signature()).hasSize(EventSignature.BYTES);
    }

    @Test
    void signatures_of_any_length_and_type_are_kept_in_their_order() {
        String note = "text\n\n" + SIGNATURE + "\u2014 b.example AAAAAg" + "A".repeat(4002) + "\n" + SIGNATURE;

        assertThat(SignedNote.parse(note).signatures())
                .extracting(NoteSignature::name)
                .containsExactly("a.example", "b.example", "a.example");
        assertThat(SignedNote.parse(note).render()).isEqualTo(note);
    }

    @Test
    void as_many_signatures_as_allowed_are_read_and_one_more_is_refused() {
        String most = "text\n\n" + SIGNATURE.repeat(SignedNote.SIGNATURES_MAX);

        assertThat(SignedNote.parse(most).signatures()).hasSize(100);
        assertThatThrownBy(() -> SignedNote.parse(most + SIGNATURE))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessage("not a signed note: line 103: expected at most 100 signatures, found more");
    }

    @Test
    void as_many_bytes_as_allowed_are_read_and_one_more_is_refused() {
        String rest = "\n\n" + SIGNATURE;
        String most = "t".repeat(SignedNote.BYTES_MAX - NoteSamples.utf8(rest).length) + rest;

        assertThat(SignedNote.parse(most).render()).isEqualTo(most);
        assertThatThrownBy(() -> SignedNote.parse("t" + most)).hasMessageContaining("at most 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\nmore\n",
                "text\n\u2014 a.example AAAAAQI=\n",
                "text\n\n\u2014 a.example AAAAAQI=",
                "text\n\n\u2014 a.example AAAAAQI=\n\n",
                "text\n\n\u2014 a.example AAAAAQI=\nmore\n",
                "text\n\n- a.example AAAAAQI=\n",
                "text\n\n\u2014a.example AAAAAQI=\n",
                "text\n\n\u2014  AAAAAQI=\n",
                "text\n\n\u2014 a.example\n",
                "text\n\n\u2014 a.example \n",
                "text\n\n\u2014 a.example AAAAAQI= \n",
                "text\n\n\u2014 a.example  AAAAAQI=\n",
                "text\n\n\u2014 a+b AAAAAQI=\n",
                "text\n\n\u2014 a\u00a0b AAAAAQI=\n",
                "text\n\n\u2014 a\u0085b AAAAAQI=\n",
                "text\n\n\u2014 a.example AAAAAQ==\n",
                "text\n\n\u2014 a.example AAAAAQI\n",
                "text\n\n\u2014 a.example AAAAAQJ=\n",
                "text\n\n\u2014 a.example AAAAA-I=\n",
                "te\rxt\n\n\u2014 a.example AAAAAQI=\n",
                "te\txt\n\n\u2014 a.example AAAAAQI=\n",
                "te\u0000xt\n\n\u2014 a.example AAAAAQI=\n",
                "text\r\n\r\n\u2014 a.example AAAAAQI=\r\n",
                "te\ud800xt\n\n\u2014 a.example AAAAAQI=\n"
            })
    void whatever_is_spelled_otherwise_is_none(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageContainingAll("not a signed note: line ", ": expected ", ", found ");
    }

    @Test
    void tells_the_line_and_shows_no_control_character() {
        assertThatThrownBy(() -> SignedNote.parse("one\ntwo\n\n\u2014 a.example AAAAAQI=\nnonsense\n"))
                .hasMessageContaining("line 5")
                .hasMessageContaining("\"nonsense\"");
        assertThatThrownBy(() -> SignedNote.parse("one\nt\u0007wo\n\n" + SIGNATURE))
                .hasMessage("not a signed note: line 2: expected no control character but LF, found U+0007");
    }

    private static boolean isGood(String note, String key) {
        SignedNote read = SignedNote.parse(note);
        NoteKey known = NoteKey.parse(key);
        NoteSignature signature = read.signatures().get(0);
        return signature.name().equals(known.name())
                && signature.keyHash() == known.hash()
                && PlatformEd25519.isGood(
                        known.key(), NoteSamples.utf8(read.text()), EventSignature.of(signature.signature()));
    }
}
