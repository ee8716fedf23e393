package dev.diptych.domain.chain;

import static dev.diptych.domain.chain.LogImage.storeAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.domain.finding.Place;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A torn tail and damage, told apart by the four rules. */
class TornTailTest {
    private static final String SEGMENT = "00000000000000000001.jsonl";

    @Test
    void half_a_line_behind_the_last_whole_batch_is_torn_and_one_finding_only() {
        Sealing sealing = Sealing.ofBatches(1, 1, 2);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2), sealing.event(3));
        image.add(sealing.line(4).substring(0, 200));
        int from = sealing.line(1).length() + sealing.line(2).length();

        WalkEnd end = image.walk(storeAt(2));

        assertThat(image.findings).isEmpty();
        assertThat(end).isInstanceOf(WalkEnd.Torn.class);
        WalkEnd.Torn torn = LogImage.torn(end).orElseThrow();
        assertThat(torn.bytes()).isEqualTo(sealing.line(3).length() + 200);
        assertThat(torn.from().segment()).isEqualTo(SEGMENT);
        assertThat(torn.from().offset()).isEqualTo(from);
        assertThat(torn.from().line()).isEqualTo(3);
        assertThat(torn.finding().kind().word()).isEqualTo("torn_tail");
        assertThat(torn.finding().bytes()).hasValue(torn.bytes());
        assertThat(torn.finding().place()).contains(torn.from());
    }

    @Test
    void a_batch_cut_at_a_line_end_is_torn_as_a_whole_because_a_batch_is_there_entirely_or_not_at_all() {
        Sealing sealing = Sealing.ofBatches(1, 3);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2), sealing.event(3));
        ChainWalk walk = image.fed();

        assertThat(walk.isInTail()).isTrue();
        assertThat(walk.events()).isEqualTo(3);
        assertThat(walk.finish(storeAt(1))).isInstanceOf(WalkEnd.Torn.class);
        assertThat(walk.isInTail()).isTrue();
        assertThat(walk.wholeHead()).contains(sealing.event(1).asHead());
        assertThat(walk.events()).isEqualTo(1);
    }

    @Test
    void a_batch_cut_at_a_line_end_is_damage_without_a_store_and_names_the_last_of_the_batch() {
        Sealing sealing = Sealing.ofBatches(1, 3);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2), sealing.event(3));

        assertThat(image.walk(TailWitness.NONE)).isEqualTo(new WalkEnd.Damaged(1, Optional.empty()));
        assertThat(image.found()).containsExactly("batch 3");
        assertThat(image.findings.get(0).expected()).contains("4");
        assertThat(image.findings.get(0).found()).contains("3");
    }

    @Test
    void acknowledged_events_are_never_called_torn_when_the_store_has_them() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        String flipped = sealing.line(2).replace("\"n\":1", "\"n\":2");

        LogImage testified = new LogImage().segment(1).add(sealing.event(1)).add(flipped);
        assertThat(testified.walk(storeAt(2))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(testified.found()).containsExactly("payload_hash 2");

        LogImage lost = new LogImage().segment(1).add(sealing.event(1)).add(flipped);
        assertThat(lost.walk(storeAt(1))).isInstanceOf(WalkEnd.Torn.class);
    }

    @Test
    void nothing_is_torn_where_the_store_cannot_testify() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add("{\"seq\":2,");

        assertThat(image.walk(new TailWitness(false, 0, OptionalLong.empty()))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(image.found()).containsExactly("undecodable");
    }

    @Test
    void damage_behind_a_clean_close_is_never_torn() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        String half = sealing.line(2).substring(0, 90);

        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add(half);
        assertThat(image.walk(new TailWitness(true, 1, OptionalLong.of(2)))).isInstanceOf(WalkEnd.Damaged.class);

        LogImage before = new LogImage().segment(1).add(sealing.event(1)).add(half);
        assertThat(before.walk(new TailWitness(true, 1, OptionalLong.of(1)))).isInstanceOf(WalkEnd.Torn.class);
    }

    @Test
    void a_flip_in_the_middle_is_damage_even_if_the_store_was_lost_because_later_batches_follow() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1, 1, 1, 1, 1);
        LogImage image = new LogImage().segment(1);
        for (int sequence = 1; sequence <= 7; sequence++) {
            String line = sealing.line(sequence);
            String hash = sealing.event(5).hash().hex();
            image.add(sequence == 5 ? line.replace(hash, "0" + hash.substring(1)) : line);
        }

        assertThat(image.walk(storeAt(0))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(image.found()).containsExactly("event_hash 5");
    }

    @Test
    void a_garbled_first_line_of_the_last_batch_is_torn_and_before_a_later_batch_it_is_damage() {
        Sealing sealing = Sealing.ofBatches(1, 2, 1);
        String garbled = "\0".repeat(sealing.line(2).length() - 1) + "\n";

        LogImage last =
                new LogImage().segment(1).add(sealing.event(1)).add(garbled).add(sealing.event(3));
        assertThat(last.walk(storeAt(1))).isInstanceOf(WalkEnd.Torn.class);

        LogImage later = new LogImage().segment(1).add(sealing.event(1)).add(garbled);
        later.add(sealing.event(3), sealing.event(4));
        assertThat(later.walk(storeAt(1))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(later.found()).containsExactly("undecodable");
    }

    @Test
    void a_line_of_a_later_batch_whose_payload_or_envelope_differs_proves_damage_too() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        for (String later : List.of(
                sealing.line(3).replace("{\"n\":2}", "{\"n\":7}"),
                sealing.line(3).replace("happened", "invented"),
                sealing.line(3).substring(0, 30),
                sealing.line(3).replace("\"schema_version\":1", "\"schema_version\":3"))) {
            LogImage image =
                    new LogImage().segment(1).add(sealing.event(1)).add("#\n").add(later);
            assertThat(image.walk(storeAt(1))).as(later).isInstanceOf(WalkEnd.Damaged.class);
        }
    }

    @Test
    void old_lines_in_stale_blocks_prove_nothing() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2));
        image.add("\0\0\n").add(sealing.line(1)).add(sealing.line(2));

        assertThat(image.walk(storeAt(2))).isInstanceOf(WalkEnd.Torn.class);
        assertThat(image.findings).isEmpty();
    }

    @Test
    void a_tail_is_torn_up_to_the_largest_batch_and_damage_one_byte_beyond() {
        Sealing sealing = Sealing.ofBatches(1);
        LogImage fits = new LogImage().segment(1).add(sealing.event(1)).add("\0".repeat(8 * 1024 * 1024));
        LogImage exceeds = new LogImage().segment(1).add(sealing.event(1)).add("\0".repeat(8 * 1024 * 1024 + 1));

        assertThat(fits.walk(storeAt(1))).isInstanceOf(WalkEnd.Torn.class);
        assertThat(exceeds.walk(storeAt(1))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(exceeds.found()).containsExactly("undecodable");
    }

    @Test
    void once_a_tail_is_too_long_what_was_held_back_is_passed_on_and_the_walk_streams() {
        Sealing sealing = Sealing.ofBatches(1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add("#\n");
        ChainWalk walk = image.fed();
        assertThat(image.findings).isEmpty();
        assertThat(walk.isInTail()).isTrue();

        byte[] zeros = new byte[1_000_001];
        LineVerdict verdict = new LineVerdict.Undecodable(Optional.empty(), "at most 1000000 bytes", 1_000_000);
        walk.line(new Place(SEGMENT, 900, 3), 9_000_000, zeros, verdict);

        assertThat(image.found()).containsExactly("undecodable", "undecodable");
        assertThat(walk.isInTail()).isFalse();
        walk.line(new Place(SEGMENT, 9_000_900, 4), 2, zeros, verdict);
        assertThat(image.findings).hasSize(3);
        assertThat(walk.finish(storeAt(1))).isEqualTo(new WalkEnd.Damaged(3, Optional.empty()));
    }

    @Test
    void findings_held_back_beyond_the_bound_are_counted_and_keep_their_kind() {
        Sealing sealing = Sealing.ofBatches(1);
        int blanks = FindingsOut.HELD_MAX + 5;
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add("\n".repeat(blanks));

        assertThat(image.walk(TailWitness.NONE)).isEqualTo(new WalkEnd.Damaged(blanks, Optional.empty()));
        assertThat(image.findings).hasSize(blanks);
        assertThat(image.findings.stream().filter(finding -> finding.place().isEmpty()))
                .hasSize(5);
        assertThat(image.findings).allMatch(finding -> finding.kind().word().equals("undecodable"));

        LogImage torn = new LogImage().segment(1).add(sealing.event(1)).add("\n".repeat(blanks));
        assertThat(torn.walk(storeAt(1))).isInstanceOf(WalkEnd.Torn.class);
        assertThat(torn.findings).isEmpty();
    }

    @Test
    void what_was_passed_on_once_is_not_passed_on_again() {
        Sealing sealing = Sealing.ofBatches(1);
        int blanks = FindingsOut.HELD_MAX + 5;
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add("\n".repeat(blanks));
        image.segment(blanks + 2).add("#\n#\n");

        assertThat(image.walk(storeAt(1))).isEqualTo(new WalkEnd.Damaged(blanks + 2, Optional.empty()));
        assertThat(image.findings).hasSize(blanks + 2);
    }

    @Test
    void a_first_batch_that_was_never_whole_is_torn_beside_an_unborn_store_and_leaves_the_ledger_unborn() {
        Sealing sealing = Sealing.ofBatches(2);
        LogImage image = new LogImage()
                .segment(1)
                .add(sealing.event(1))
                .add(sealing.line(2).substring(0, 50));
        ChainWalk walk = image.fed();

        assertThat(walk.finish(storeAt(0))).isInstanceOf(WalkEnd.Torn.class);
        assertThat(walk.ledgerId()).isEmpty();
        assertThat(walk.wholeHead()).isEmpty();
        assertThat(walk.events()).isZero();
    }

    @Test
    void bytes_in_a_segment_that_is_not_the_newest_are_never_torn() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add("{\"seq\":2");
        image.segment(3);

        assertThat(image.walk(storeAt(1))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(image.found()).containsExactly("undecodable");
    }

    @Test
    void a_batch_that_spans_two_segments_is_damage_in_both_halves() {
        Sealing sealing = Sealing.ofBatches(1, 2);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2));
        image.segment(3).add(sealing.event(3));

        assertThat(image.walk(storeAt(1))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(image.found()).containsExactly("batch 3");
        assertThat(image.findings.get(0).found().orElseThrow()).contains("second segment");
    }

    @Test
    void a_torn_tail_alone_in_a_new_segment_begins_at_its_first_byte() {
        Sealing sealing = Sealing.ofBatches(1, 2);
        LogImage image = new LogImage().segment(1).add(sealing.event(1));
        image.segment(2).add(sealing.event(2));

        WalkEnd.Torn torn = LogImage.torn(image.walk(storeAt(1))).orElseThrow();

        assertThat(torn.from().segment()).isEqualTo("00000000000000000002.jsonl");
        assertThat(torn.from().offset()).isZero();
    }

    @Test
    void what_lies_in_a_wrongly_named_segment_is_damage() {
        Sealing sealing = Sealing.ofBatches(1, 2);
        LogImage image = new LogImage().segment(1).add(sealing.event(1));
        image.segment(3).add(sealing.event(2)).add("#");

        assertThat(image.walk(storeAt(1))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(image.found()).containsExactly("segment_name", "undecodable");
    }

    @Test
    void a_foreign_file_leaves_a_torn_tail_what_it_is_though_the_log_is_damaged() {
        Sealing sealing = Sealing.ofBatches(1);
        LogImage image =
                new LogImage().segment(1).add(sealing.event(1)).add("#").foreign("README");

        WalkEnd end = image.walk(storeAt(1));

        assertThat(end).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(LogImage.torn(end).orElseThrow().bytes()).isEqualTo(1);
        assertThat(image.found()).containsExactly("segment_name");
    }

    @Test
    void a_whole_batch_larger_than_a_tail_may_be_is_still_a_whole_batch() {
        Sealing sealing = Sealing.ledger();
        String big = "\"" + "x".repeat(900_000) + "\"";
        sealing.batch(IntStream.range(0, 10)
                .mapToObj(i -> sealing.draft("a.b.v1", big))
                .toList());
        sealing.batch(1);
        LogImage image = LogImage.of(sealing);
        ChainWalk walk = image.fed();

        assertThat(walk.isInTail()).isFalse();
        assertThat(walk.finish(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
        assertThat(walk.wholeHead()).contains(sealing.head());
    }

    @Test
    void what_a_torn_tail_holds_forbids_nothing() {
        Sealing sealing = Sealing.ofBatches(1);
        sealing.batch(List.of(sealing.draft("diptych.healed.v1", "{}"), sealing.draft("diptych.healed.v1", "{}")));
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2));
        ChainWalk walk = image.fed();
        assertThat(walk.firstUnknownOwn()).hasValue(2);

        walk.finish(storeAt(1));

        assertThat(walk.firstUnknownOwn()).isEmpty();
        assertThat(walk.voidFlagsUnjudged()).isFalse();
    }
}
