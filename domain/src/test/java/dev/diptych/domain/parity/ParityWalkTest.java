package dev.diptych.domain.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.domain.chain.Sealing;
import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.Place;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What walk and join together say of a log and a store. */
class ParityWalkTest {
    private final Sealing sealing = Sealing.ofBatches(1, 1, 1, 1);
    private final SealedEvent one = sealing.event(1);
    private final SealedEvent two = sealing.event(2);
    private final SealedEvent three = sealing.event(3);
    private final SealedEvent four = sealing.event(4);

    @Test
    void equal_sets_are_in_parity_and_nothing_is_left() {
        Sets sets = new Sets().line(one, two, three, four).row(one, two, three, four);

        EventSetParity parity = sets.compare();

        assertThat(parity).isEqualTo(new EventSetParity(4, 4, 4, 0, 0, 0, 0, 0, 0, 0));
        assertThat(parity.verdict()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(sets.findings).isEmpty();
        assertThat(sets.tally.highestSound()).isEqualTo(4);
        assertThat(sets.forked).isFalse();
    }

    @Test
    void two_empty_sets_are_in_parity() {
        assertThat(new Sets().compare().verdict()).isEqualTo(ParityVerdict.IN_PARITY);
    }

    @Test
    void an_event_below_the_stores_head_is_missing_and_one_beyond_is_pending() {
        Sets sets = new Sets().line(one, two, three, four).row(one, three);

        EventSetParity parity = sets.compare();

        assertThat(sets.found()).containsExactly("missing_in_store 2 e-2", "pending 4 e-4");
        assertThat(parity.missingInStore()).isEqualTo(1);
        assertThat(parity.pending()).isEqualTo(1);
        assertThat(parity.verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
    }

    @Test
    void while_a_writer_is_open_what_would_be_pending_is_in_flight_and_no_finding() {
        Sets sets = new Sets().line(one, two, three).row(one);
        sets.writerOpen = true;

        EventSetParity parity = sets.compare();

        assertThat(sets.findings).isEmpty();
        assertThat(parity.inFlight()).isEqualTo(2);
        assertThat(parity.verdict()).isEqualTo(ParityVerdict.IN_PARITY);
    }

    @Test
    void rows_without_their_lines_are_missing_in_the_log() {
        Sets sets = new Sets().line(one).row(one, two, three);

        assertThat(sets.compare().verdict()).isEqualTo(ParityVerdict.LOG_BEHIND);
        assertThat(sets.found()).containsExactly("missing_in_log 2 e-2", "missing_in_log 3 e-3");
    }

    @Test
    void something_missing_on_both_sides_is_divergence() {
        assertThat(new Sets().line(one, two).row(one, three).compare().verdict())
                .isEqualTo(ParityVerdict.DIVERGED);
    }

    @Test
    void an_edited_row_is_a_mismatch_with_fields_hashes_and_the_side_that_the_chain_vouches_for() {
        Sets sets = new Sets().line(one, two, three).row(one, three);
        sets.row(new Sets.Row(2, "e-2", bytes(sealing.line(2).replace("{\"n\":1}", "{\"n\":5}")), false));

        EventSetParity parity = sets.compare();

        assertThat(parity.mismatched()).isEqualTo(1);
        assertThat(parity.verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(sets.found()).containsExactly("mismatch 2 e-2");
        Finding finding = sets.findings.get(0);
        assertThat(finding.fields()).containsExactly("payload");
        Finding.SideHashes hashes = finding.hashes().orElseThrow();
        assertThat(hashes.log()).contains(two.hash().hex());
        assertThat(hashes.store()).contains(two.hash().hex());
        assertThat(hashes.hashesToChain()).isEqualTo("log");
        assertThat(sets.forked).isFalse();
    }

    @Test
    void a_damaged_line_is_a_mismatch_with_the_row_of_its_place_whatever_id_it_says() {
        Sets sets = new Sets()
                .line(one)
                .unsound(2, sealing.line(2).replace("\"e-2\"", "\"e-9\""))
                .line(three);
        sets.row(one, two, three);

        EventSetParity parity = sets.compare();

        assertThat(parity).isEqualTo(new EventSetParity(2, 3, 2, 0, 0, 1, 0, 0, 0, 0));
        assertThat(sets.found()).containsExactly("mismatch 2 e-2");
        assertThat(sets.findings.get(0).fields()).containsExactly("id");
        assertThat(sets.findings.get(0).hashes().orElseThrow().hashesToChain()).isEqualTo("store");
    }

    @Test
    void an_edited_line_with_new_hashes_is_not_vouched_for_because_its_successor_links_elsewhere() {
        String edited = Sealing.rehashedWithPayload(sealing.line(2).replace("{\"n\":1}", "{\"n\":5}"));
        Sets sets = new Sets().line(one);
        sets.log.add(Sets.judged(2, edited));
        sets.line(three).row(one, two, three);

        sets.compare();

        assertThat(sets.findings.get(0).fields()).containsExactly("payload_hash", "event_hash", "payload");
        assertThat(sets.findings.get(0).hashes().orElseThrow().hashesToChain()).isEqualTo("store");
        assertThat(sets.forked).isTrue();
    }

    @Test
    void where_no_line_follows_every_well_formed_side_is_vouched_for() {
        String edited = Sealing.rehashedWithPayload(sealing.line(2).replace("{\"n\":1}", "{\"n\":5}"));
        Sets sets = new Sets().line(one, two).row(one);
        sets.row(new Sets.Row(2, "e-2", bytes(edited), false));

        sets.compare();

        assertThat(sets.findings.get(0).hashes().orElseThrow().hashesToChain()).isEqualTo("both");
    }

    @Test
    void the_next_line_vouches_even_if_its_own_payload_differs_and_not_if_nothing_of_it_is_authentic() {
        String edited = Sealing.rehashedWithPayload(sealing.line(2).replace("{\"n\":1}", "{\"n\":5}"));
        Sets authentic = new Sets().line(one, two).unsound(3, sealing.line(3).replace("{\"n\":2}", "{\"n\":9}"));
        authentic.row(one).row(new Sets.Row(2, "e-2", bytes(edited), false)).row(three);
        authentic.compare();
        assertThat(authentic.found()).containsExactly("mismatch 2 e-2", "mismatch 3 e-3");
        assertThat(authentic.findings.get(0).hashes().orElseThrow().hashesToChain())
                .isEqualTo("log");

        Sets garbled = new Sets().line(one, two).unsound(3, sealing.line(3).replace("happened", "invented"));
        garbled.row(one).row(new Sets.Row(2, "e-2", bytes(edited), false)).row(three);
        garbled.compare();
        assertThat(garbled.findings.get(0).hashes().orElseThrow().hashesToChain())
                .isEqualTo("both");
    }

    @Test
    void neither_side_is_vouched_for_where_neither_is_well_formed() {
        Sets sets = new Sets().line(one).unsound(2, sealing.line(2).replace("{\"n\":1}", "{\"n\":7}"));
        sets.row(one).row(new Sets.Row(2, "e-2", bytes(sealing.line(2).replace("{\"n\":1}", "{\"n\":8}")), false));

        sets.compare();

        assertThat(sets.findings.get(0).hashes().orElseThrow().hashesToChain()).isEqualTo("neither");
    }

    @Test
    void an_unreadable_hash_is_absent_and_a_row_that_makes_no_line_differs_as_a_line() {
        Sets sets = new Sets()
                .line(one)
                .unsound(2, sealing.line(2).replace(two.hash().hex(), "zz"));
        sets.row(one).row(new Sets.Row(2, "e-2", new byte[0], false));

        sets.compare();

        Finding finding = sets.findings.get(0);
        assertThat(finding.fields()).containsExactly("line");
        assertThat(finding.hashes().orElseThrow().log()).isEmpty();
        assertThat(finding.hashes().orElseThrow().store()).isEmpty();
        assertThat(finding.id()).isEmpty();
        assertThat(finding.sequence()).hasValue(2);
    }

    @Test
    void an_event_under_another_sequence_is_a_mismatch_in_its_sequence_and_not_missing_twice() {
        Sets sets = new Sets().line(one, two, three);
        sets.row(one).row(two);
        String moved = sealing.line(3)
                .replace("\"seq\":3,\"batch\":3,\"batch_end\":3", "\"seq\":5,\"batch\":5,\"batch_end\":5");
        sets.row(new Sets.Row(5, "e-3", bytes(moved), false));

        sets.compare();

        assertThat(sets.found()).containsExactly("mismatch 3 e-3");
        assertThat(sets.findings.get(0).fields()).containsExactly("seq", "batch", "batch_end");
    }

    @Test
    void lines_that_only_changed_places_are_matched() {
        Sets sets = new Sets().line(one, three, two, four).row(one, two, three, four);

        EventSetParity parity = sets.compare();

        assertThat(sets.findings).isEmpty();
        assertThat(parity.matched()).isEqualTo(4);
    }

    @Test
    void an_id_that_the_log_has_twice_is_a_duplicate_whether_or_not_the_store_has_it() {
        Sets stored = new Sets().line(one, two, two).row(one, two);
        assertThat(stored.compare().duplicateIds()).isEqualTo(1);
        assertThat(stored.found()).containsExactly("duplicate_id 2 e-2");

        Sets notStored = new Sets().line(one, two, two).row(one);
        assertThat(notStored.compare().verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(notStored.found()).containsExactly("pending 2 e-2", "duplicate_id 2 e-2");
    }

    @Test
    void an_id_that_only_a_row_beyond_the_frozen_head_has_is_no_duplicate() {
        Sets sets = new Sets().line(one, two).row(one);
        sets.appendedMeanwhile = OptionalLong.of(2);

        assertThat(sets.compare().duplicateIds()).isZero();
        assertThat(sets.found()).containsExactly("pending 2 e-2");
    }

    @Test
    void an_unsound_line_without_a_row_is_nothing_here_because_the_log_has_its_own_finding() {
        Sets sets =
                new Sets().line(one).unsound(2, "{\"seq\":2,\"batch\":2,#\n").row(one);

        assertThat(sets.compare()).isEqualTo(new EventSetParity(1, 1, 1, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void an_unsound_line_that_equals_its_row_is_matched_in_its_place_and_out_of_it() {
        byte[] unsound = bytes(sealing.line(2).replace("{\"n\":1}", "{\"n\":7}"));
        Sets inPlace = new Sets().line(one).unsound(2, Sealing.text(unsound)).line(three);
        inPlace.row(one).row(new Sets.Row(2, "e-2", unsound, false)).row(three);
        assertThat(inPlace.compare().matched()).isEqualTo(3);
        assertThat(inPlace.findings).isEmpty();

        Sets outOfPlace = new Sets().line(one, three).unsound(2, Sealing.text(unsound));
        outOfPlace.row(one).row(new Sets.Row(2, "e-2", unsound, false)).row(three);
        assertThat(outOfPlace.compare().matched()).isEqualTo(3);
        assertThat(outOfPlace.findings).isEmpty();
    }

    @Test
    void a_wild_sequence_on_an_unsound_line_does_not_move_the_walk_on() {
        Sets sets = new Sets()
                .line(one)
                .unsound(4_000, sealing.line(2))
                .line(three, four)
                .row(one, two, three, four);

        EventSetParity parity = sets.compare();

        assertThat(parity.matched()).isEqualTo(3);
        assertThat(sets.found()).containsExactly("missing_in_log 2 e-2");
    }

    @Test
    void a_void_flag_is_wrong_unless_its_run_was_aborted() {
        String bound =
                Sealing.rehashed(sealing.line(2).replace(",\"payload_hash\"", ",\"bound\":true,\"payload_hash\""));
        Sets sets = new Sets().line(one);
        sets.log.add(Sets.judged(2, bound));
        sets.row(new Sets.Row(1, "e-1", one.toLine(), true));
        sets.row(new Sets.Row(2, "e-2", bytes(bound), true));
        sets.row(new Sets.Row(3, "e-3", three.toLine(), true));

        EventSetParity parity = sets.compare();

        assertThat(parity.matched()).isEqualTo(2);
        assertThat(parity.voidFlags()).isEqualTo(3);
        assertThat(parity.verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(sets.found())
                .containsExactly("void_flag 1 e-1", "void_flag 2 e-2", "void_flag 3 e-3", "missing_in_log 3 e-3");
        assertThat(sets.tally.voidFlagsUnjudged()).isFalse();
    }

    @Test
    void a_row_that_only_the_store_has_may_leave_void_flags_unjudged() {
        Sealing own = Sealing.ofBatches(1);
        Sets sets = new Sets().row(own.event(1)).row(own.one("diptych.healed.v1", "{}"));

        sets.compare();

        assertThat(sets.tally.voidFlagsUnjudged()).isTrue();
    }

    @Test
    void rows_from_an_unknown_version_on_are_counted_and_not_compared() {
        Sets sets = new Sets().line(one).row(one, two, three, four);
        sets.unknownFrom = OptionalLong.of(3);

        EventSetParity parity = sets.compare();

        assertThat(parity.storeEvents()).isEqualTo(4);
        assertThat(sets.found()).containsExactly("missing_in_log 2 e-2");
    }

    @Test
    void an_id_of_a_row_behind_an_unknown_version_is_no_duplicate() {
        SealedEvent again = Sealing.ofBatches(1).event(1);
        Sets sets = new Sets().line(again);
        sets.row(new Sets.Row(7, "e-1", bytes(sealing.line(2)), false));
        sets.unknownFrom = OptionalLong.of(5);

        sets.compare();

        assertThat(sets.found()).containsExactly("missing_in_store 1 e-1");
    }

    @Test
    void a_second_history_is_a_fork_and_an_edited_row_is_none() {
        Sealing other = Sealing.ofBatches(1);
        other.one("a.b.v1", "\"another history\"");
        other.batch(2);
        Sets forked = new Sets().line(one, two, three, four).row(one);
        forked.row(other.event(2), other.event(3), other.event(4));
        forked.compare();
        assertThat(forked.forked).isTrue();

        Sets edited = new Sets().line(one, two, three, four).row(one, three, four);
        String rehashed = Sealing.rehashedWithPayload(sealing.line(2).replace("{\"n\":1}", "{\"n\":5}"));
        edited.row(new Sets.Row(2, "e-2", bytes(rehashed), false));
        edited.compare();
        assertThat(edited.forked).isFalse();

        String unlinked = Sealing.rehashed(sealing.line(4).replace(three.hash().hex(), "d".repeat(64)));
        Sets last = new Sets().line(one, two, three, four).row(one, two, three);
        last.row(new Sets.Row(4, "e-4", bytes(unlinked), false));
        last.compare();
        assertThat(last.forked).isFalse();
    }

    @Test
    void a_fork_at_the_first_event_needs_no_row_before_and_one_at_the_end_no_row_after() {
        Sealing other = new Sealing(LedgerId.of(new byte[32]));
        other.batch(1);
        Sets first = new Sets().line(one).row(other.event(1));
        first.compare();
        assertThat(first.forked).isTrue();

        Sets beyond = new Sets().line(one).row(one, two);
        beyond.compare();
        assertThat(beyond.forked).isFalse();
    }

    @Test
    void a_mismatch_says_where_the_line_lies_if_that_is_known() {
        EventMismatch mismatch = new EventMismatch(
                Optional.of("e"),
                3,
                4,
                List.of("seq"),
                Optional.empty(),
                Optional.empty(),
                HashesToChain.NEITHER,
                Optional.of(new Place("s", 5, 1)));

        assertThat(mismatch.asFinding())
                .hasToString("mismatch at sequence 3 of event e in s offset 5 line 1, differing in seq"
                        + " (hash in the log unreadable, in the store unreadable; the chain vouches for neither)");
    }

    @Test
    void the_verdict_follows_from_the_counts_alone() {
        assertThat(new EventSetParity(1, 1, 1, 0, 0, 0, 0, 3, 0, 0).verdict()).isEqualTo(ParityVerdict.IN_PARITY);
        assertThat(new EventSetParity(1, 1, 1, 1, 0, 0, 0, 0, 0, 0).verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(new EventSetParity(1, 1, 1, 0, 0, 0, 1, 0, 0, 0).verdict()).isEqualTo(ParityVerdict.STORE_BEHIND);
        assertThat(new EventSetParity(1, 1, 1, 0, 1, 0, 0, 0, 0, 0).verdict()).isEqualTo(ParityVerdict.LOG_BEHIND);
        assertThat(new EventSetParity(1, 1, 1, 0, 1, 0, 1, 0, 0, 0).verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(new EventSetParity(1, 1, 1, 0, 0, 1, 0, 0, 0, 0).verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(new EventSetParity(1, 1, 1, 0, 0, 0, 0, 0, 1, 0).verdict()).isEqualTo(ParityVerdict.DIVERGED);
        assertThat(new EventSetParity(1, 1, 1, 0, 0, 0, 0, 0, 0, 1).verdict()).isEqualTo(ParityVerdict.DIVERGED);
    }

    private static byte[] bytes(String text) {
        return Sealing.bytes(text);
    }
}
