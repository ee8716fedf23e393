package dev.diptych.domain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.domain.keys.TrustedKey;
import dev.diptych.domain.keys.TrustedKeys;
import dev.diptych.domain.merkle.MerkleHash;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints in signed notes: read strictly, signed as others sign, and worth what the keys are that signed them. */
class SignedCheckpointTest {
    private static final MerkleHash ROOT = MerkleHash.of(new byte[MerkleHash.BYTES]);
    private static final NoteKey KEY = NoteSamples.goKeys().get(0);
    private static final String NOTE = NoteSamples.goNotes().get(0);

    @Test
    void the_example_of_the_specification_is_read() {
        SignedCheckpoint read = SignedCheckpoint.parse(NoteSamples.SOFA_NOTE);

        assertThat(read.checkpoint().origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(read.checkpoint().size()).isEqualTo(Sequence.of(20852163));
        assertThat(read.checkpoint().root()).hasToString("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
        assertThat(read.extensions()).isEmpty();
        assertThat(read.render()).isEqualTo(NoteSamples.SOFA_NOTE);
    }

    @Test
    void signs_what_another_implementation_signs_byte_for_byte() {
        for (int i = 0; i < 2; i++) {
            String note = NoteSamples.goNotes().get(i);
            byte[] seed = NoteSamples.goSeeds().get(i);
            Checkpoint checkpoint = SignedCheckpoint.parse(note).checkpoint();

            SignedCheckpoint signed = SignedCheckpoint.sign(
                    checkpoint, NoteSamples.goKeys().get(i).key(), message -> PlatformEd25519.sign(seed, message));

            assertThat(signed.render()).isEqualTo(note);
        }
    }

    @Test
    void counts_if_a_trusted_key_signed_it() {
        CheckpointTrust trust = judge(NOTE, NoteSamples.trusting(KEY));

        assertThat(trust)
                .isInstanceOfSatisfying(
                        CheckpointTrust.Good.class,
                        good -> assertThat(good.by().key()).isEqualTo(KEY.key()));
        assertThat(SignedCheckpoint.parse(NOTE).isSignedBy(KEY.key(), PlatformEd25519::isGood))
                .isTrue();
    }

    @Test
    void is_unknown_to_whoever_trusts_others_or_nobody() {
        assertThat(judge(NOTE, NoteSamples.trusting(NoteSamples.goKeys().get(1))))
                .isInstanceOf(CheckpointTrust.Unknown.class);
        assertThat(judge(NOTE, TrustedKeys.NONE))
                .isInstanceOfSatisfying(
                        CheckpointTrust.Unknown.class,
                        unknown -> assertThat(unknown.why())
                                .contains(
                                        "signed by \"example.com/orders\"", "no key that is trusted for checkpoints"));
    }

    @Test
    void is_unknown_to_whoever_trusts_the_key_for_something_else() {
        TrustedKeys events =
                new TrustedKeys(List.of(TrustedKey.always(KEY.key(), "x@example.com", KeyUse.EVENTS, KeyUse.RECOVERY)));

        assertThat(judge(NOTE, events)).isInstanceOf(CheckpointTrust.Unknown.class);
    }

    @Test
    void a_signature_under_another_name_than_the_origin_does_not_count() {
        String renamed = NOTE.replace("\u2014 example.com/orders", "\u2014 example.com/others");

        assertThat(judge(renamed, NoteSamples.trusting(KEY))).isInstanceOf(CheckpointTrust.Unknown.class);
    }

    @Test
    void signatures_of_others_stand_beside_it_and_change_nothing() {
        String witnessed =
                NOTE + "\u2014 witness.example/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJs\n";

        assertThat(judge(witnessed, NoteSamples.trusting(KEY))).isInstanceOf(CheckpointTrust.Good.class);
    }

    @Test
    void another_text_under_the_signature_is_bad() {
        String other = NOTE.replaceFirst("\n100\n", "\n101\n");

        assertThat(judge(other, NoteSamples.trusting(KEY)))
                .isInstanceOfSatisfying(
                        CheckpointTrust.Bad.class,
                        bad -> assertThat(bad.named().key()).isEqualTo(KEY.key()));
        assertThat(SignedCheckpoint.parse(other).isSignedBy(KEY.key(), PlatformEd25519::isGood))
                .isFalse();
    }

    @Test
    void one_bad_signature_of_a_trusted_key_spoils_a_good_one() {
        String bad = signatureLine("another text\n", NoteSamples.goSeeds().get(0));
        String both = NOTE + bad;

        assertThat(judge(both, NoteSamples.trusting(KEY))).isInstanceOf(CheckpointTrust.Bad.class);
    }

    @Test
    void a_signature_of_another_length_by_a_trusted_key_is_bad() {
        NoteSignature whole = SignedNote.parse(NOTE).signatures().get(0);
        NoteSignature cut = NoteSignature.of(KEY, new byte[] {1, 2, 3});
        String note = NOTE.replace(whole.base64(), cut.base64());

        assertThat(judge(note, NoteSamples.trusting(KEY))).isInstanceOf(CheckpointTrust.Bad.class);
    }

    @Test
    void extension_lines_are_kept_covered_by_the_signature_and_not_understood() {
        byte[] seed = NoteSamples.goSeeds().get(0);
        String text = "example.com/orders\n3\n" + ROOT + "\nsome extension\nanother one\n";
        String note = text + "\n" + signatureLine(text, seed);

        SignedCheckpoint read = SignedCheckpoint.parse(note);

        assertThat(read.extensions()).containsExactly("some extension", "another one");
        assertThat(read.render()).isEqualTo(note);
        assertThat(judge(note, NoteSamples.trusting(KEY))).isInstanceOf(CheckpointTrust.Good.class);
        assertThat(judge(note.replace("another one", "another two"), NoteSamples.trusting(KEY)))
                .isInstanceOf(CheckpointTrust.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example\n1\n",
                "a.example\n\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a b\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a+b\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a\u007fb\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a\u0085b\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "diptych.signature.v1\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a.example\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a.example\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a.example\n+1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a.example\n1 \nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a.example\n9007199254740992\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a.example\n\u0661\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n",
                "a.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
                "a.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
            })
    void a_note_with_another_text_is_no_checkpoint(String text) {
        assertThatThrownBy(() -> SignedCheckpoint.parse(text + "\n\u2014 a.example AAAAAQI=\n"))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageContaining("not a checkpoint: line ");
    }

    @Test
    void the_empty_tree_has_the_size_zero() {
        assertThat(SignedCheckpoint.parse("a.example\n0\n" + ROOT + "\n\n\u2014 a.example AAAAAQI=\n")
                        .checkpoint()
                        .size())
                .isEqualTo(Sequence.NONE);
    }

    @Test
    void the_default_origin_names_the_ledger_and_no_other_ledger_may_have_it() {
        LedgerId ledger = LedgerId.of(new byte[32]);
        LedgerId other = LedgerId.parse("01" + "00".repeat(31));

        assertThat(Checkpoint.originOf(ledger)).isEqualTo("diptych/ledger/" + "0".repeat(64));
        assertThat(new Checkpoint(Checkpoint.originOf(other), Sequence.FIRST, ROOT).isOfOtherThan(ledger))
                .isTrue();
        assertThat(new Checkpoint(Checkpoint.originOf(ledger), Sequence.FIRST, ROOT).isOfOtherThan(ledger))
                .isFalse();
        assertThat(new Checkpoint("example.com/orders", Sequence.FIRST, ROOT).isOfOtherThan(ledger))
                .isFalse();
    }

    private static CheckpointTrust judge(String note, TrustedKeys trusted) {
        return SignedCheckpoint.parse(note).judge(trusted, PlatformEd25519::isGood);
    }

    private static String signatureLine(String text, byte[] seed) {
        NoteSignature signature = NoteSignature.of(
                KEY, PlatformEd25519.sign(seed, NoteSamples.utf8(text)).toBytes());
        return "\u2014 " + signature.name() + " " + signature.base64() + "\n";
    }
}
