package dev.diptych.application.checkpoint;

import static dev.diptych.application.checkpoint.Checkpoints.SIGNER;
import static dev.diptych.application.checkpoint.Checkpoints.ledgerOf;
import static dev.diptych.application.checkpoint.Checkpoints.made;
import static dev.diptych.application.checkpoint.Checkpoints.refusal;
import static dev.diptych.application.checkpoint.Checkpoints.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.Sequence;
import dev.diptych.domain.checkpoint.Checkpoint;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.keys.VerifyingKey;
import dev.diptych.domain.merkle.MerkleFrontier;
import dev.diptych.domain.merkle.MerkleHash;
import dev.diptych.domain.signature.EventSignature;
import dev.diptych.ports.driven.EventSigner;
import dev.diptych.ports.driven.SigningFailedException;
import dev.diptych.ports.driving.MakeCheckpoint.Made;
import dev.diptych.ports.driving.MakeCheckpoint.Request;
import dev.diptych.ports.driving.Mirror;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Making a checkpoint: of what both copies have, of nothing else, and of nothing at all where anything is wrong. */
class MakeCheckpointTest {
    @Test
    void speaks_of_all_events_that_both_copies_have() {
        TwinLedger ledger = ledgerOf(7);

        Made made = made(ledger);

        LedgerId id = new LedgerId(ledger.inLog(1).previousHash());
        assertThat(made.checkpoint())
                .isEqualTo(new Checkpoint("diptych/ledger/" + id.hex(), sequence(7), root(ledger, 7)));
        assertThat(made.eventsRead()).isEqualTo(7);
    }

    @Test
    void is_signed_by_the_key_under_its_origin() {
        TwinLedger ledger = ledgerOf(2);

        Made made = made(ledger);

        SignedCheckpoint signed = SignedCheckpoint.parse(made.text());
        assertThat(signed.checkpoint()).isEqualTo(made.checkpoint());
        assertThat(signed.isSignedBy(SIGNER.publicKey(), ledger.parts().signatures()::verify))
                .isTrue();
        assertThat(made.text())
                .startsWith(made.checkpoint().text() + "\n\u2014 "
                        + made.checkpoint().origin() + " ");
    }

    @Test
    void has_the_origin_that_it_was_given() {
        Request request = new Request(SIGNER, Optional.of("example.com/orders"), Optional.empty());

        assertThat(made(ledgerOf(1), request).checkpoint().origin()).isEqualTo("example.com/orders");
    }

    @Test
    void refuses_an_origin_that_no_checkpoint_can_have_and_the_name_of_another_ledger() {
        TwinLedger ledger = ledgerOf(1);

        assertThat(refusal(ledger, new Request(SIGNER, Optional.of("two words"), Optional.empty())))
                .contains("the origin cannot be used", "two words", "Next: ");
        assertThat(refusal(
                        ledger, new Request(SIGNER, Optional.of("diptych/ledger/" + "0".repeat(64)), Optional.empty())))
                .contains("the name of another ledger");
    }

    @Test
    void refuses_a_ledger_without_an_event() {
        TwinLedger ledger = TwinLedger.empty();
        ledger.open().close();

        assertThat(refusal(ledger, request())).contains("no mirrored event", "Nothing was changed", "Next: ");
    }

    @Test
    void refuses_where_a_copy_is_not_there() {
        TwinLedger withoutStore = ledgerOf(2);
        withoutStore.store().delete();
        TwinLedger withoutLog = ledgerOf(2);
        withoutLog.log().deleteLog();

        assertThat(refusal(withoutStore, request())).contains("found no store");
        assertThat(refusal(withoutLog, request())).contains("found no log");
    }

    @Test
    void says_nothing_of_events_that_the_store_does_not_have_yet() {
        TwinLedger ledger = ledgerOf(5);
        MerkleHash root = root(ledger, 3);
        Checkpoints.cutStore(ledger, 3, 5);

        Made made = made(ledger);

        assertThat(made.checkpoint().size().value()).isEqualTo(3);
        assertThat(made.checkpoint().root()).isEqualTo(root);
    }

    @Test
    void ends_with_a_whole_batch_even_where_the_store_does_not() {
        TwinLedger ledger = ledgerOf(2);
        try (Mirror mirror = ledger.open()) {
            ledger.appendAll(mirror, "a", "b", "c");
        }
        ledger.store().deleteRow(5);

        assertThat(made(ledger).checkpoint().size().value()).isEqualTo(2);
    }

    @Test
    void refuses_where_not_even_the_first_batch_is_wholly_in_the_store() {
        TwinLedger ledger = ledgerOf(0);
        try (Mirror mirror = ledger.open()) {
            ledger.appendAll(mirror, "a", "b", "c");
        }
        ledger.store().deleteRow(3);

        assertThat(refusal(ledger, request())).contains("first batch", "through sequence 3", "ends at 2");
    }

    @Test
    void refuses_a_row_that_is_not_its_line() {
        TwinLedger ledger = ledgerOf(4);
        ledger.store().editRow(2, RowColumn.PAYLOAD, "0");

        assertThat(refusal(ledger, request()))
                .contains("the log has event 2 e-2", "the store has e-2", "other content", "Next: diptych verify");
    }

    @Test
    void refuses_a_row_that_is_void_although_its_event_is_not() {
        TwinLedger ledger = ledgerOf(4);
        ledger.store().editRow(2, RowColumn.VOID, "1");

        assertThat(refusal(ledger, request())).contains("or void");
    }

    @Test
    void refuses_where_a_row_is_missing_in_between() {
        TwinLedger ledger = ledgerOf(4);
        ledger.store().deleteRow(2);

        assertThat(refusal(ledger, request())).contains("the log has event 2 e-2", "sequence 3 in its place");
    }

    @Test
    void refuses_a_damaged_line_and_names_the_place() {
        TwinLedger ledger = ledgerOf(4);
        ledger.log().damageByte(ledger.inLog(1).lineLength() + 20);

        assertThat(refusal(ledger, request()))
                .contains(".jsonl offset " + ledger.inLog(1).lineLength(), "Next: ");
    }

    @Test
    void refuses_a_log_whose_links_are_broken_although_each_line_and_row_agree() {
        TwinLedger ledger = ledgerOf(5);
        TwinLedger rewritten = ledgerOf(5);
        byte[] last = ledger.inLog(5).toLine();
        Checkpoints.rewriteBoth(rewritten, 4, 4);
        rewritten.log().addBytes(last);

        assertThat(refusal(rewritten, request())).contains("link at sequence 5");
    }

    @Test
    void refuses_a_log_that_ends_before_the_store_does() {
        TwinLedger ledger = ledgerOf(4);
        Checkpoints.cutLog(ledger, 3);

        assertThat(refusal(ledger, request())).contains("sequence 4, and the log has no sound event there");
    }

    @Test
    void refuses_a_foreign_name_among_the_segments() {
        TwinLedger ledger = ledgerOf(2);
        ledger.log().addForeignFile("00-notes.txt");

        assertThat(refusal(ledger, request())).contains("segment_name", "00-notes.txt");
    }

    @Test
    void what_is_wrong_behind_the_mirrored_events_is_not_its_business() {
        TwinLedger ledger = ledgerOf(3);
        ledger.log().addBytes(new byte[] {'{', '"'});

        assertThat(made(ledger).checkpoint().size().value()).isEqualTo(3);
    }

    @Test
    void passes_on_that_the_key_cannot_sign_and_remembers_nothing() {
        TwinLedger ledger = ledgerOf(2);
        EventSigner failing = signer(message -> {
            throw new SigningFailedException("the key is away", new IllegalStateException());
        });

        assertThatThrownBy(() -> made(ledger, new Request(failing, Optional.empty(), Optional.empty())))
                .isInstanceOf(SigningFailedException.class);
        assertThat(ledger.trees().recall()).isEmpty();
    }

    @Test
    void a_signature_that_is_not_good_is_never_given_out() {
        EventSigner wrong = signer(message -> TwinSigner.of(12).sign(message));

        assertThat(refusal(ledgerOf(2), new Request(wrong, Optional.empty(), Optional.empty())))
                .contains("made a signature that is not good");
    }

    @Test
    void works_beside_a_writer_and_changes_nothing() {
        TwinLedger ledger = ledgerOf(2);
        try (Mirror mirror = ledger.open()) {
            ledger.append(mirror, "x");

            assertThat(made(ledger).checkpoint().size().value()).isEqualTo(3);
            ledger.append(mirror, "y");
        }
        ledger.requireInParity();
    }

    static MerkleHash root(TwinLedger ledger, int events) {
        MerkleFrontier tree = MerkleFrontier.empty();
        for (int sequence = 1; sequence <= events; sequence++) {
            tree.add(ledger.inLog(sequence).hash());
        }
        return tree.root();
    }

    private static Sequence sequence(long value) {
        return Sequence.of(value);
    }

    private static EventSigner signer(Function<byte[], EventSignature> signing) {
        return new EventSigner() {
            @Override
            public VerifyingKey publicKey() {
                return SIGNER.publicKey();
            }

            @Override
            public EventSignature sign(byte[] message) {
                return signing.apply(message);
            }
        };
    }
}
