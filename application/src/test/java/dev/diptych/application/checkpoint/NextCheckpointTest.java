package dev.diptych.application.checkpoint;

import static dev.diptych.application.checkpoint.Checkpoints.SIGNER;
import static dev.diptych.application.checkpoint.Checkpoints.append;
import static dev.diptych.application.checkpoint.Checkpoints.behind;
import static dev.diptych.application.checkpoint.Checkpoints.ledgerOf;
import static dev.diptych.application.checkpoint.Checkpoints.made;
import static dev.diptych.application.checkpoint.Checkpoints.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.TwinLedger;
import dev.diptych.contracts.events.RowColumn;
import dev.diptych.contracts.twins.TwinSigner;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.keys.KeyUse;
import dev.diptych.ports.driven.TreeMemory.Grown;
import dev.diptych.ports.driving.MakeCheckpoint.Made;
import dev.diptych.ports.driving.MakeCheckpoint.Request;
import dev.diptych.ports.driving.Mirror;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The checkpoint behind another one: it extends that, always, and reads little where that can be proved to be enough. */
class NextCheckpointTest {
    @Test
    void reads_only_what_came_after_the_one_before() {
        TwinLedger ledger = ledgerOf(6);
        Made first = made(ledger);
        append(ledger, "x", "y");

        Made next = made(ledger, behind(first));

        assertThat(next.eventsRead()).isEqualTo(2);
        assertThat(next.checkpoint().size().value()).isEqualTo(8);
        assertThat(next.checkpoint().root()).isEqualTo(MakeCheckpointTest.root(ledger, 8));
    }

    @Test
    void is_the_same_text_as_one_made_from_the_first_event_however_the_ledger_grew() {
        long seed = 14;
        Random random = new Random(seed);
        TwinLedger ledger = ledgerOf(1);
        Made newest = made(ledger);
        for (int round = 0; round < 25; round++) {
            try (Mirror mirror = ledger.open()) {
                for (int batch = random.nextInt(4); batch > 0; batch--) {
                    String id = "r" + round + "-" + batch;
                    ledger.appendAll(mirror, id + "a", id + "b", id + "c");
                }
            }
            long before = newest.checkpoint().size().value();
            newest = made(ledger, behind(newest));
            Grown grown = ledger.trees().recall().orElseThrow();

            assertThat(newest.eventsRead())
                    .describedAs("seed %d", seed)
                    .isEqualTo(newest.checkpoint().size().value() - before);
            ledger.trees().forget();
            assertThat(made(ledger).text()).isEqualTo(newest.text());
            ledger.trees().remember(grown);
        }
        assertThat(newest.checkpoint().size().value()).isGreaterThan(60);
    }

    @Test
    void says_the_same_again_where_nothing_came_after() {
        TwinLedger ledger = ledgerOf(3);
        Made first = made(ledger);

        Made again = made(ledger, behind(first));

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.eventsRead()).isZero();
    }

    @Test
    void reads_everything_where_nothing_is_remembered() {
        TwinLedger ledger = ledgerOf(4);
        Made first = made(ledger);
        append(ledger, "x");
        ledger.trees().forget();

        assertThat(made(ledger, behind(first)).eventsRead()).isEqualTo(5);
    }

    @Test
    void reads_everything_where_a_later_tree_is_remembered_than_the_checkpoint_before_has() {
        TwinLedger ledger = ledgerOf(4);
        Made first = made(ledger);
        append(ledger, "x");
        made(ledger);

        Made next = made(ledger, behind(first));

        assertThat(next.eventsRead()).isEqualTo(5);
    }

    @Test
    void reads_everything_where_what_is_remembered_is_of_another_ledger() {
        TwinLedger ledger = ledgerOf(4);
        TwinLedger other = ledgerOf(4);
        Checkpoints.rewriteBoth(other, 1, 4);
        made(other);
        Made first = made(ledger);
        ledger.trees().remember(other.trees().recall().orElseThrow());

        assertThat(made(ledger, behind(first)).eventsRead()).isEqualTo(4);
    }

    /** Both copies rewritten, and the hint made to fit: the old tree, with the new newest event for its own. */
    @Test
    void a_hint_that_puts_another_event_under_the_signed_root_is_seen_through() {
        for (int size = 1; size <= 9; size++) {
            TwinLedger ledger = ledgerOf(size);
            Made first = made(ledger);
            Grown honest = ledger.trees().recall().orElseThrow();
            List<SealedEvent> others = Checkpoints.rewriteBoth(ledger, size, size);
            ledger.trees().remember(new Grown(others.get(0).asHead(), honest.before()));

            assertThat(refusal(ledger, behind(first)))
                    .contains("kept.txt:1", "is not extended", "over the first " + size + " events");
        }
    }

    @Test
    void what_lies_before_is_not_read_again_where_the_newest_event_of_the_one_before_is_proved() {
        TwinLedger ledger = ledgerOf(6);
        Made first = made(ledger);
        append(ledger, "x");
        ledger.store().editRow(2, RowColumn.PAYLOAD, "0");

        assertThat(made(ledger, behind(first)).eventsRead()).isEqualTo(1);
        ledger.trees().forget();
        assertThat(refusal(ledger, behind(first))).contains("event 2 e-2");
    }

    @Test
    void what_came_after_is_judged_as_ever() {
        TwinLedger ledger = ledgerOf(3);
        Made first = made(ledger);
        append(ledger, "x", "y", "z");
        ledger.store().editRow(5, RowColumn.PAYLOAD, "0");

        assertThat(refusal(ledger, behind(first))).contains("the log has event 5 y");
    }

    @Test
    void refuses_to_go_on_behind_one_that_rewritten_copies_do_not_extend() {
        TwinLedger ledger = ledgerOf(6);
        Made first = made(ledger);
        Checkpoints.rewriteBoth(ledger, 4, 6);

        assertThat(refusal(ledger, behind(first)))
                .contains(
                        "is not extended",
                        "expected the root " + first.checkpoint().root(),
                        "history was rewritten");
    }

    @Test
    void refuses_to_go_on_behind_one_that_speaks_of_more_events_than_both_copies_have() {
        TwinLedger ledger = ledgerOf(6);
        Made first = made(ledger);
        Checkpoints.cutLog(ledger, 4);
        Checkpoints.cutStore(ledger, 4, 6);

        assertThat(refusal(ledger, behind(first))).contains("speaks of 6 events", "the store ends at 4", "cut off");
    }

    @Test
    void refuses_one_of_another_origin() {
        TwinLedger ledger = ledgerOf(2);
        Made first = made(ledger, new Request(SIGNER, Optional.of("example.com/a"), Optional.empty()));

        assertThat(refusal(
                        ledger,
                        new Request(
                                SIGNER, Optional.of("example.com/b"), Optional.of(Checkpoints.named(first.text())))))
                .contains("has the origin example.com/a", "would have example.com/b");
    }

    @Test
    void refuses_one_whose_signature_is_not_good() {
        TwinLedger ledger = ledgerOf(2);
        Made first = made(ledger);
        append(ledger, "x");
        String forged = first.text().replaceFirst("\n2\n", "\n1\n");

        assertThat(refusal(ledger, behind(SIGNER, forged)))
                .contains("is signed neither by the key", "nor by a trusted one");
    }

    @Test
    void refuses_one_by_a_key_that_nobody_trusts() {
        TwinLedger ledger = ledgerOf(2);
        Made first = made(ledger, new Request(TwinSigner.of(12), Optional.empty(), Optional.empty()));

        assertThat(refusal(ledger, behind(first))).contains("by no key that is trusted for checkpoints");
    }

    @Test
    void goes_on_behind_one_by_another_key_that_is_trusted() {
        TwinLedger ledger = ledgerOf(2);
        TwinSigner other = TwinSigner.of(12);
        ledger.keys().trust(other, KeyUse.CHECKPOINTS);
        Made first = made(ledger, new Request(other, Optional.empty(), Optional.empty()));

        assertThat(made(ledger, behind(first)).checkpoint()).isEqualTo(first.checkpoint());
    }

    @Test
    void goes_on_behind_one_of_its_own_key_where_nobody_was_asked_whom_to_trust() {
        TwinLedger ledger = TwinLedger.of(2);
        Made first = made(ledger);

        assertThat(made(ledger, behind(first)).eventsRead()).isZero();
    }

    @Test
    void refuses_what_is_no_checkpoint() {
        assertThat(refusal(ledgerOf(2), behind(SIGNER, "a shopping list\n")))
                .contains("kept.txt:1, is none", "a signed note", "Next: ");
    }

    @Test
    void remembers_nothing_of_what_was_refused() {
        TwinLedger ledger = ledgerOf(3);
        Made first = made(ledger);
        Grown before = ledger.trees().recall().orElseThrow();
        append(ledger, "x");
        ledger.store().editRow(4, RowColumn.PAYLOAD, "0");

        refusal(ledger, behind(first));

        assertThat(ledger.trees().recall().orElseThrow().head()).isEqualTo(before.head());
    }
}
