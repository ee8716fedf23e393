package dev.diptych.domain.chain;

import static dev.diptych.domain.chain.LogImage.storeAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.domain.finding.Finding;
import dev.diptych.domain.finding.FindingKind;
import dev.diptych.domain.finding.Place;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a walk over sound and over damaged logs says, line by line. */
class ChainWalkTest {
    @Test
    void finds_nothing_in_a_sound_log_and_ends_at_its_head() {
        Sealing sealing = Sealing.ofBatches(1, 3, 2);
        LogImage image = LogImage.of(sealing);
        ChainWalk walk = image.fed();

        assertThat(walk.finish(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
        assertThat(image.findings).isEmpty();
        assertThat(walk.wholeHead()).contains(sealing.head());
        assertThat(walk.ledgerId()).contains(Sealing.LEDGER);
        assertThat(walk.events()).isEqualTo(6);
        assertThat(walk.lines()).isEqualTo(6);
        assertThat(walk.isInTail()).isFalse();
        assertThat(walk.isStopped()).isFalse();
        assertThat(walk.voidFlagsUnjudged()).isFalse();
        assertThat(walk.metSignature()).isFalse();
        assertThat(walk.firstUnknownOwn()).isEmpty();
    }

    @Test
    void says_where_the_last_whole_batch_lies_so_that_it_can_be_written_again() {
        Sealing sealing = Sealing.ofBatches(2, 3);
        int before = sealing.line(1).length() + sealing.line(2).length();
        int after = before
                + sealing.line(3).length()
                + sealing.line(4).length()
                + sealing.line(5).length();

        LastBatch last = LogImage.of(sealing).fed().lastBatch().orElseThrow();

        assertThat(last)
                .isEqualTo(
                        new LastBatch(new BatchRange(3, 5), new Place("00000000000000000001.jsonl", before, 3), after));
        assertThat(last.bytes()).isEqualTo(after - before);
    }

    @Test
    void calls_a_log_without_a_line_whole_and_unborn() {
        ChainWalk walk = new LogImage().fed();

        assertThat(walk.finish(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
        assertThat(walk.wholeHead()).isEmpty();
        assertThat(walk.lastBatch()).isEmpty();
        assertThat(walk.ledgerId()).isEmpty();
        assertThat(walk.events()).isZero();
    }

    @Test
    void a_lost_line_is_one_gap_with_what_was_expected_and_found() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(3), sealing.event(4));

        assertThat(image.walk(storeAt(1))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(image.found()).containsExactly("gap 3");
        assertThat(image.findings.get(0).expected()).contains("2");
        assertThat(image.findings.get(0).found()).contains("3");
        assertThat(image.findings.get(0).id()).contains("e-3");
    }

    @Test
    void lines_that_changed_places_are_a_gap_each_time_the_order_breaks() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1, 1);
        LogImage image =
                new LogImage().segment(1).add(sealing.event(1), sealing.event(3), sealing.event(2), sealing.event(4));

        image.walk(storeAt(1));

        assertThat(image.found()).containsExactly("gap 3", "gap 2", "gap 4");
    }

    @Test
    void a_line_that_comes_twice_is_a_gap_and_its_successor_is_sound() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        LogImage image =
                new LogImage().segment(1).add(sealing.event(1), sealing.event(2), sealing.event(2), sealing.event(3));

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("gap 2");
    }

    @Test
    void a_log_that_lost_its_beginning_starts_with_a_gap_and_has_no_ledger_id() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(2), sealing.event(3));
        ChainWalk walk = image.fed();

        walk.finish(TailWitness.NONE);

        assertThat(image.found()).containsExactly("gap 2");
        assertThat(walk.ledgerId()).isEmpty();
        assertThat(walk.wholeHead()).isEmpty();
        assertThat(walk.events()).isEqualTo(2);
    }

    @Test
    void a_line_that_links_to_something_else_is_a_broken_link_with_both_hashes() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        String other = "f".repeat(64);
        String relinked =
                Sealing.rehashed(sealing.line(2).replace(sealing.event(1).hash().hex(), other));
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add(relinked);

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("link 2");
        assertThat(image.findings.get(0).expected())
                .contains(sealing.event(1).hash().hex());
        assertThat(image.findings.get(0).found()).contains(other);
        assertThat(image.findings.get(0).place())
                .contains(
                        new Place("00000000000000000001.jsonl", sealing.line(1).length(), 2));
    }

    @Test
    void a_damaged_line_in_the_middle_does_not_make_its_neighbours_faulty() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1, 1);
        String garbled = sealing.line(2).replace("\"id\":", "\"xd\":");
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add(garbled);
        image.add(sealing.event(3), sealing.event(4));

        assertThat(image.walk(storeAt(0))).isEqualTo(new WalkEnd.Damaged(1, Optional.empty()));
        assertThat(image.found()).containsExactly("undecodable 2");
    }

    @Test
    void a_changed_envelope_is_an_event_hash_that_differs_and_a_changed_payload_a_payload_hash() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        LogImage image = new LogImage().segment(1);
        image.add(sealing.line(1).replace("{\"n\":0}", "{\"n\":9}"));
        image.add(sealing.line(2).replace("happened", "invented"));
        image.add(sealing.event(3));
        ChainWalk walk = image.fed();

        walk.finish(TailWitness.NONE);

        assertThat(image.found()).containsExactly("payload_hash 1", "event_hash 2");
        assertThat(image.findings.get(0).expected())
                .contains(sealing.event(1).payloadHash().hex());
        assertThat(image.findings.get(1).expected())
                .contains(sealing.event(2).hash().hex());
        assertThat(walk.events()).isEqualTo(3);
        assertThat(walk.ledgerId()).contains(Sealing.LEDGER);
    }

    @Test
    void a_line_with_a_changed_payload_is_placed_so_that_its_own_link_and_gap_are_judged() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        String relinked =
                Sealing.rehashed(sealing.line(2).replace(sealing.event(1).hash().hex(), "e".repeat(64)));
        LogImage image = new LogImage().segment(1).add(sealing.event(1));
        image.add(relinked.replace("{\"n\":1}", "{\"n\":8}"));
        image.add(sealing.line(2).replace("{\"n\":1}", "{\"n\":7}"));

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("payload_hash 2", "link 2", "payload_hash 2", "gap 2");
    }

    @Test
    void a_damaged_first_line_leaves_the_log_without_id_and_its_successor_sound() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        LogImage image = new LogImage().segment(1).add("garbage\n").add(sealing.event(2));
        ChainWalk walk = image.fed();

        walk.finish(TailWitness.NONE);

        assertThat(image.found()).containsExactly("undecodable");
        assertThat(walk.ledgerId()).isEmpty();
    }

    @Test
    void a_sound_first_line_of_another_sequence_is_no_ledger_id_and_neither_is_a_second_first_line() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        ChainWalk walk = new LogImage()
                .segment(1)
                .add(sealing.event(2), sealing.event(1))
                .fed();

        assertThat(walk.ledgerId()).isEmpty();
    }

    @Test
    void an_unknown_own_type_is_read_but_forbids_writing_behind_it() {
        Sealing sealing = Sealing.ofBatches(1);
        sealing.one("diptych.policy.broken_glass.v1", "{}");
        sealing.one("diptych.format.v1", "{\"version\":2}");
        sealing.one("diptych.healed.v1", "{}");
        ChainWalk walk = LogImage.of(sealing).fed();

        assertThat(walk.finish(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
        assertThat(walk.firstUnknownOwn()).hasValue(3);
        assertThat(walk.voidFlagsUnjudged()).isTrue();
    }

    @Test
    void an_announced_format_alone_leaves_no_void_flag_unjudged() {
        Sealing sealing = Sealing.ofBatches(1);
        sealing.one("diptych.format.v1", "{\"version\":2}");
        ChainWalk walk = LogImage.of(sealing).fed();

        assertThat(walk.firstUnknownOwn()).hasValue(2);
        assertThat(walk.voidFlagsUnjudged()).isFalse();
    }

    @Test
    void what_a_line_is_that_can_be_read_is_told_even_where_its_hash_is_wrong() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        String bound = sealing.line(2).replace(",\"payload_hash\"", ",\"bound\":true,\"payload_hash\"");
        ChainWalk walk =
                new LogImage().segment(1).add(sealing.event(1)).add(bound).fed();

        assertThat(walk.firstUnknownOwn()).isEmpty();
        assertThat(walk.voidFlagsUnjudged()).isFalse();
        assertThat(walk.metSignature()).isFalse();

        String own = sealing.line(2).replace("com.example.happened.v1", "diptych.happened.v1");
        assertThat(new LogImage()
                        .segment(1)
                        .add(sealing.event(1))
                        .add(own)
                        .fed()
                        .firstUnknownOwn())
                .hasValue(2);
    }

    @Test
    void a_signed_line_is_noticed() {
        Sealing sealing = Sealing.ofBatches(1);
        String line = Sealing.signed(sealing.line(1));
        LogImage image = new LogImage().segment(1).add(line);
        ChainWalk walk = image.fed();

        assertThat(walk.metSignature()).isTrue();
        assertThat(walk.finish(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());

        ChainWalk changed = new LogImage()
                .segment(1)
                .add(line.replace("{\"n\":0}", "{\"n\":3}"))
                .fed();
        assertThat(changed.metSignature()).isTrue();
    }

    @Test
    void begins_behind_a_known_event_and_judges_only_what_follows() {
        Sealing sealing = Sealing.ofBatches(2, 1, 2);
        LogImage image = LogImage.of(sealing);
        ChainWalk walk = ChainWalk.after(sealing.event(2).asHead(), image.findings::add);
        image.feed(walk, 0, sealing.line(1).length() + sealing.line(2).length());

        assertThat(walk.finish(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
        assertThat(walk.lines()).isEqualTo(3);
        assertThat(walk.wholeHead()).contains(sealing.head());
        assertThat(walk.lastBatch().orElseThrow().range()).isEqualTo(new BatchRange(4, 5));
        assertThat(walk.ledgerId()).isEmpty();
    }

    @Test
    void behind_a_known_event_the_next_line_must_link_to_it_and_begin_a_batch() {
        Sealing sealing = Sealing.ofBatches(1, 1, 3);
        LogImage image = new LogImage().segment(3).add(sealing.event(3), sealing.event(4), sealing.event(5));
        EventHash other = EventHash.of(new byte[32]);
        image.feed(ChainWalk.after(new ChainHead(Sequence.of(2), other), image.findings::add))
                .finish(TailWitness.NONE);
        assertThat(image.found()).containsExactly("link 3");

        LogImage second = new LogImage().segment(4).add(sealing.event(4), sealing.event(5));
        ChainWalk walk = ChainWalk.after(sealing.event(3).asHead(), second.findings::add);
        assertThat(second.feed(walk).finish(TailWitness.NONE)).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(second.found()).containsExactly("batch 4");
        assertThat(walk.wholeHead()).contains(sealing.event(3).asHead());
    }

    @Test
    void a_walk_behind_a_known_event_with_nothing_more_ends_where_it_began() {
        Sealing sealing = Sealing.ofBatches(1);
        ChainWalk walk = ChainWalk.after(sealing.head(), finding -> {});

        assertThat(walk.finish(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
        assertThat(walk.wholeHead()).contains(sealing.head());
        assertThat(walk.lastBatch()).isEmpty();
    }

    @Test
    void a_walk_behind_a_known_event_never_says_whose_ledger_it_is() {
        Sealing sealing = Sealing.ofBatches(1);
        for (String line : List.of(sealing.line(1), sealing.line(1).replace("{\"n\":0}", "{\"n\":1}"))) {
            LogImage image = new LogImage().segment(1).add(line);
            ChainWalk walk = ChainWalk.after(sealing.head(), image.findings::add);

            assertThat(image.feed(walk).ledgerId()).isEmpty();
        }
    }

    @Test
    void refuses_to_begin_behind_sequence_0() {
        assertThatThrownBy(() -> ChainWalk.after(ChainHead.beforeFirst(Sealing.LEDGER), finding -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("walk from the start");
    }

    @Test
    void each_end_is_told_apart_by_its_own_handler() {
        List<WalkEnd> ends = List.of(
                new WalkEnd.Whole(),
                new WalkEnd.Torn(aFinding(), new Place("s", 0, 1), 3),
                new WalkEnd.Damaged(2, Optional.empty()),
                new WalkEnd.UnknownVersion(7, 2, 1));

        assertThat(ends.stream()
                        .map(end -> end.<String>fold(
                                whole -> "whole",
                                torn -> "torn " + torn.bytes(),
                                damaged -> "damaged " + damaged.findings(),
                                unknown -> "unknown " + unknown.sequence()))
                        .toList())
                .containsExactly("whole", "torn 3", "damaged 2", "unknown 7");
    }

    private static Finding aFinding() {
        return Finding.of(FindingKind.TORN_TAIL);
    }
}
