package dev.diptych.application.checkpoint;

import static dev.diptych.application.checkpoint.Checkpoints.SIGNER;
import static dev.diptych.application.checkpoint.Checkpoints.append;
import static dev.diptych.application.checkpoint.Checkpoints.ledgerOf;
import static dev.diptych.application.checkpoint.Checkpoints.made;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.checkpoint.SignedCheckpoint;
import dev.diptych.domain.checkpoint.TlogProof;
import dev.diptych.domain.event.EventId;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.ports.driving.CheckProof;
import dev.diptych.ports.driving.MakeCheckpoint.Made;
import dev.diptych.ports.driving.MakeCheckpoint.Request;
import dev.diptych.ports.driving.NamedCheckpoint;
import dev.diptych.ports.driving.Progress;
import dev.diptych.ports.driving.ProveEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Proving an event with the log, and judging the proof with nothing but itself and the trusted keys. */
class ProofTest {
    @Test
    void every_event_of_every_small_ledger_is_proved_to_somebody_who_has_neither_copy() {
        for (int size = 1; size <= 12; size++) {
            TwinLedger ledger = ledgerOf(size);
            Made checkpoint = made(ledger);
            for (int sequence = 1; sequence <= size; sequence++) {
                String proof = proved(ledger, "e-" + sequence, checkpoint.text());

                CheckProof.Holds holds = holds(elsewhere(), proof);

                assertThat(holds.event()).isEqualTo(ledger.inLog(sequence));
                assertThat(holds.checkpoint()).isEqualTo(checkpoint.checkpoint());
                assertThat(holds.signedBy()).isEqualTo("twin@example.com");
            }
        }
    }

    @Test
    void a_proof_against_an_older_checkpoint_holds_when_the_ledger_has_grown() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        append(ledger, "x", "y");

        assertThat(holds(elsewhere(), proved(ledger, "e-2", checkpoint.text())).event())
                .isEqualTo(ledger.inLog(2));
    }

    @Test
    void finds_the_event_in_the_log_where_there_is_no_store() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        ledger.store().delete();

        assertThat(holds(elsewhere(), proved(ledger, "e-4", checkpoint.text())).event())
                .isEqualTo(ledger.inLog(4));
    }

    @Test
    void finds_the_event_in_the_log_where_its_row_is_no_sound_event() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        ledger.store().editRow(2, RowColumn.PAYLOAD, "0");

        assertThat(holds(elsewhere(), proved(ledger, "e-2", checkpoint.text())).event())
                .isEqualTo(ledger.inLog(2));
    }

    @Test
    void another_payload_in_the_log_keeps_no_other_event_from_being_proved() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        ledger.log().damageByte(ledger.inLog(1).lineLength() - 5);

        assertThat(holds(elsewhere(), proved(ledger, "e-4", checkpoint.text())).event())
                .isEqualTo(ledger.inLog(4));
        assertThat(notProved(ledger, "e-1", checkpoint.text())).contains("at sequence 1, and the log has not");
    }

    @Test
    void does_not_prove_an_event_that_is_not_there() {
        TwinLedger ledger = ledgerOf(3);

        assertThat(notProved(ledger, "nobody", made(ledger).text()))
                .contains("there is no event nobody", "Nothing was changed", "Next: ");
    }

    @Test
    void does_not_prove_an_event_that_came_after_the_checkpoint() {
        TwinLedger ledger = ledgerOf(3);
        Made checkpoint = made(ledger);
        append(ledger, "late");

        assertThat(notProved(ledger, "late", checkpoint.text()))
                .contains("event late has sequence 4", "speaks of the first 3 only");
    }

    @Test
    void does_not_prove_anything_with_a_log_that_was_rewritten() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        Checkpoints.rewriteBoth(ledger, 4, 5);

        assertThat(notProved(ledger, "e-2", checkpoint.text()))
                .contains(
                        "does not extend checkpoint kept.txt:1",
                        checkpoint.checkpoint().root().toString());
    }

    @Test
    void does_not_prove_anything_with_a_log_that_was_cut_off() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        Checkpoints.cutLog(ledger, 4);

        assertThat(notProved(ledger, "e-2", checkpoint.text())).contains("the log has 4 events", "cut off");
    }

    @Test
    void does_not_prove_anything_across_a_line_that_cannot_be_placed() {
        TwinLedger ledger = ledgerOf(5);
        Made checkpoint = made(ledger);
        ledger.log().damageByte(ledger.inLog(1).lineLength() + 20);

        assertThat(notProved(ledger, "e-4", checkpoint.text())).contains("damaged in", "expected event 2");
    }

    @Test
    void does_not_prove_an_event_whose_row_says_another_place() {
        TwinLedger ledger = ledgerOf(3);
        Made checkpoint = made(ledger);
        Checkpoints.rewriteLog(ledger, 3, 3);

        assertThat(notProved(ledger, "e-3", checkpoint.text())).contains("the store has event e-3 at sequence 3");
    }

    @Test
    void does_not_prove_anything_against_what_is_no_checkpoint_of_this_ledger_by_a_trusted_key() {
        TwinLedger ledger = ledgerOf(3);
        TwinLedger other = ledgerOf(3);
        Checkpoints.rewriteBoth(other, 1, 3);
        Made byOther = made(ledger, new Request(TwinSigner.of(12), Optional.empty(), Optional.empty()));

        assertThat(notProved(ledger, "e-1", "nonsense")).contains("kept.txt:1 is none");
        assertThat(notProved(ledger, "e-1", byOther.text())).contains("proves nothing", "no key that is trusted");
        String foreign = made(ledger, new Request(SIGNER, Optional.of("example.com/x"), Optional.empty()))
                .text();
        assertThat(notProved(ledger, "e-1", foreign.replace("example.com/x", "diptych/ledger/" + "0".repeat(64))))
                .contains("proves nothing");
    }

    @Test
    void proves_without_judging_the_checkpoint_where_nobody_was_asked_whom_to_trust() {
        TwinLedger ledger = TwinLedger.of(3);

        assertThat(holds(elsewhere(), proved(ledger, "e-2", made(ledger).text()))
                        .event())
                .isEqualTo(ledger.inLog(2));
    }

    @Test
    void holds_for_nobody_who_was_not_asked_whom_to_trust() {
        String proof = proofOf(2, 3);

        assertThat(fails(TwinLedger.empty(), proof))
                .contains("nobody was asked whom to trust", "Next: name a file of trusted keys");
    }

    @Test
    void does_not_hold_without_a_trusted_key_for_checkpoints() {
        String proof = proofOf(2, 3);
        TwinLedger untrusting = TwinLedger.empty();
        untrusting.keys().trust(SIGNER, KeyUse.EVENTS, KeyUse.RECOVERY);

        assertThat(fails(untrusting, proof)).contains("its checkpoint proves nothing", "no key that is trusted");
    }

    @Test
    void does_not_hold_with_a_signature_that_is_not_good() {
        TwinLedger ledger = ledgerOf(3);
        String proof = proved(ledger, "e-2", made(ledger).text());
        int last = proof.lastIndexOf(' ') + 20;
        char other = proof.charAt(last) == 'A' ? 'B' : 'A';

        assertThat(fails(elsewhere(), proof.substring(0, last) + other + proof.substring(last + 1)))
                .contains("names the trusted key", "was not made by it");
    }

    @Test
    void does_not_hold_without_the_event() {
        String proof = proofOf(2, 3).replaceFirst("(?m)^extra .*\n", "");

        assertThat(fails(elsewhere(), proof)).contains("no extra line");
    }

    @Test
    void does_not_hold_for_another_event_than_the_index_says() {
        TwinLedger ledger = ledgerOf(3);
        String checkpoint = made(ledger).text();
        TlogProof second = TlogProof.parse(proved(ledger, "e-2", checkpoint));
        String swapped = TlogProof.of(ledger.inLog(3).toLine(), second.inclusion(), SignedCheckpoint.parse(checkpoint))
                .render();

        assertThat(fails(elsewhere(), swapped)).contains("expected the event with sequence 2", "event 3 e-3");
    }

    @Test
    void does_not_hold_for_a_sound_event_of_another_history() {
        TwinLedger ledger = ledgerOf(3);
        String checkpoint = made(ledger).text();
        TlogProof second = TlogProof.parse(proved(ledger, "e-2", checkpoint));
        Checkpoints.rewriteLog(ledger, 2, 3);
        String other = TlogProof.of(ledger.inLog(2).toLine(), second.inclusion(), SignedCheckpoint.parse(checkpoint))
                .render();

        assertThat(fails(elsewhere(), other)).contains("event 2 other-2", "is not in the tree");
    }

    @Test
    void no_character_of_a_proof_can_be_another_one() {
        TwinLedger ledger = ledgerOf(5);
        String proof = proved(ledger, "e-2", made(ledger).text());
        CheckProof checking = elsewhere().application().checkProof();

        for (int at = 0; at < proof.length(); at++) {
            char other = proof.charAt(at) == 'A' ? 'B' : 'A';
            String changed = proof.substring(0, at) + other + proof.substring(at + 1);

            assertThat(checking.check(changed)).describedAs("character %d", at).isInstanceOf(CheckProof.Fails.class);
        }
    }

    @Test
    void no_part_of_a_proof_can_be_left_out() {
        String proof = proofOf(2, 3);
        CheckProof checking = elsewhere().application().checkProof();

        for (int length = 0; length < proof.length(); length++) {
            assertThat(checking.check(proof.substring(0, length))).isInstanceOf(CheckProof.Fails.class);
        }
    }

    @Test
    void a_row_that_was_edited_is_no_reason_to_prove_something_else() {
        TwinLedger ledger = ledgerOf(3);
        Made checkpoint = made(ledger);
        ledger.store().editRow(3, RowColumn.ID, "e-9");

        assertThat(holds(elsewhere(), proved(ledger, "e-3", checkpoint.text())).event())
                .isEqualTo(ledger.inLog(3));
    }

    private static String proofOf(int sequence, int events) {
        TwinLedger ledger = ledgerOf(events);
        return proved(ledger, "e-" + sequence, made(ledger).text());
    }

    /** Somebody else, who trusts the key and has no copy. */
    private static TwinLedger elsewhere() {
        TwinLedger elsewhere = TwinLedger.empty();
        elsewhere.keys().trust(SIGNER, KeyUse.CHECKPOINTS);
        return elsewhere;
    }

    private static String proved(TwinLedger ledger, String id, String checkpoint) {
        return prove(ledger, id, checkpoint).fold(ProveEvent.Proved::text, refused -> {
            throw new AssertionError(refused.message());
        });
    }

    private static String notProved(TwinLedger ledger, String id, String checkpoint) {
        return prove(ledger, id, checkpoint)
                .fold(
                        proved -> {
                            throw new AssertionError("it was proved: " + proved.text());
                        },
                        ProveEvent.NotProved::message);
    }

    private static ProveEvent.Answer prove(TwinLedger ledger, String id, String checkpoint) {
        NamedCheckpoint named = Checkpoints.named(checkpoint);
        return ledger.application().proveEvent().prove(new EventId(id), named, Progress.UNSEEN);
    }

    private static CheckProof.Holds holds(TwinLedger elsewhere, String proof) {
        return elsewhere.application().checkProof().check(proof).fold(holds -> holds, fails -> {
            throw new AssertionError(fails.message());
        });
    }

    private static String fails(TwinLedger elsewhere, String proof) {
        return elsewhere
                .application()
                .checkProof()
                .check(proof)
                .fold(
                        holds -> {
                            throw new AssertionError("it holds");
                        },
                        CheckProof.Fails::message);
    }
}
