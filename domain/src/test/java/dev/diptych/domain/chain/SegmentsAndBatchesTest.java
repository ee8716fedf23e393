package dev.diptych.domain.chain;

import static dev.diptych.domain.chain.LogImage.storeAt;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentsAndBatchesTest {
    @Test
    void segments_named_by_their_first_sequence_are_one_chain() {
        Sealing sealing = Sealing.ofBatches(2, 1, 2);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2));
        image.segment(3).add(sealing.event(3)).segment(4).add(sealing.event(4), sealing.event(5));
        ChainWalk walk = image.fed();

        assertThat(walk.finish(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
        assertThat(image.findings).isEmpty();
        assertThat(walk.lastBatch().orElseThrow().begins().segment()).isEqualTo("00000000000000000004.jsonl");
    }

    @Test
    void an_empty_newest_segment_is_whole_if_it_is_named_by_the_next_sequence() {
        Sealing sealing = Sealing.ofBatches(2);
        LogImage image = LogImage.of(sealing).segment(3);

        assertThat(image.walk(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
        assertThat(new LogImage().segment(1).walk(TailWitness.NONE)).isEqualTo(new WalkEnd.Whole());
    }

    @Test
    void an_empty_newest_segment_with_another_name_is_damage() {
        LogImage image = LogImage.of(Sealing.ofBatches(2)).segment(4);

        assertThat(image.walk(storeAt(2))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(image.found()).containsExactly("segment_name");
        assertThat(image.findings.get(0).expected()).contains("3");
        assertThat(image.findings.get(0).found()).contains("4");
        assertThat(image.findings.get(0).place().orElseThrow().segment()).isEqualTo("00000000000000000004.jsonl");
    }

    @Test
    void an_empty_segment_that_is_not_the_newest_is_damage_and_one_finding() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        LogImage rightName =
                new LogImage().segment(1).add(sealing.event(1)).segment(2).segment(2);
        rightName.add(sealing.event(2));
        rightName.walk(TailWitness.NONE);
        assertThat(rightName.found()).containsExactly("segment_name");
        assertThat(rightName.findings.get(0).found().orElseThrow()).contains("empty");

        LogImage wrongName = new LogImage().segment(0).segment(1).add(sealing.event(1), sealing.event(2));
        wrongName.walk(TailWitness.NONE);
        assertThat(wrongName.found()).containsExactly("segment_name");
    }

    @Test
    void a_lost_segment_is_a_wrong_name_and_a_gap() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        LogImage image =
                new LogImage().segment(1).add(sealing.event(1)).segment(3).add(sealing.event(3));

        image.walk(storeAt(1));

        assertThat(image.found()).containsExactly("segment_name", "gap 3");
    }

    @Test
    void the_name_of_a_segment_counts_unreadable_lines_before_it() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add("#\n");
        image.segment(3).add(sealing.event(3));

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("undecodable");
    }

    @Test
    void a_foreign_name_alone_does_not_end_the_prefix() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        LogImage image = new LogImage().foreign("notes").segment(1).add(sealing.event(1), sealing.event(2));
        ChainWalk walk = image.fed();

        assertThat(walk.finish(TailWitness.NONE)).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(walk.wholeHead()).contains(sealing.head());
        assertThat(image.findings.get(0).found()).contains("notes");
    }

    @Test
    void a_walk_that_begins_inside_a_segment_does_not_take_it_for_an_empty_one() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        LogImage image = new LogImage().segment(2).add(sealing.event(2));

        image.feed(ChainWalk.after(sealing.event(1).asHead(), image.findings::add));

        assertThat(image.findings).isEmpty();
    }

    @Test
    void a_batch_without_its_sequence_inside_is_a_misfit() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        for (String pair : new String[] {"\"batch\":3,\"batch_end\":3", "\"batch\":1,\"batch_end\":1"}) {
            LogImage image = new LogImage().segment(1).add(sealing.event(1));
            image.add(Sealing.rehashed(sealing.line(2).replace("\"batch\":2,\"batch_end\":2", pair)));
            image.walk(TailWitness.NONE);
            assertThat(image.found()).as(pair).first().isEqualTo("batch 2");
            assertThat(image.found()).hasSize(pair.contains("3") ? 2 : 1);
            assertThat(image.findings.get(0).expected().orElseThrow()).contains("around sequence 2");
        }
    }

    @Test
    void a_batch_that_begins_inside_another_is_a_misfit_once_for_each_run() {
        Sealing sealing = Sealing.ofBatches(3);
        String third = sealing.line(3).replace("\"batch\":1,\"batch_end\":3", "\"batch\":3,\"batch_end\":4");
        Sealing other = Sealing.ofBatches(3, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2));
        image.add(Sealing.rehashed(third));
        String fourth = other.line(4).replace("\"batch\":4,\"batch_end\":4", "\"batch\":3,\"batch_end\":4");
        image.add(Sealing.rehashed(fourth));

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("batch 3", "link 4");
        assertThat(image.findings.get(0).expected()).contains("1-3");
        assertThat(image.findings.get(0).found()).contains("3-4");
    }

    @Test
    void a_second_run_that_does_not_fit_is_said_again() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1));
        for (int sequence = 2; sequence <= 4; sequence++) {
            String pair = "\"batch\":%d,\"batch_end\":%d".formatted(sequence, sequence);
            String wrong = sequence < 4 ? "\"batch\":9,\"batch_end\":9" : "\"batch\":8,\"batch_end\":8";
            image.add(Sealing.rehashed(sealing.line(sequence).replace(pair, wrong)));
        }

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("batch 2", "link 3", "link 4", "batch 4", "batch 4");
        assertThat(image.findings.get(4).expected()).contains("8");
    }

    @Test
    void a_batch_that_is_followed_too_early_is_a_misfit_of_the_next() {
        Sealing sealing = Sealing.ofBatches(2, 1);
        String first =
                Sealing.rehashed(sealing.line(1).replace("\"batch\":1,\"batch_end\":2", "\"batch\":1,\"batch_end\":1"));
        LogImage image = new LogImage().segment(1).add(first).add(sealing.event(2), sealing.event(3));

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("link 2", "batch 2");
        assertThat(image.findings.get(1).expected()).contains("a batch that begins behind 1");
    }

    @Test
    void a_batch_may_begin_behind_an_unreadable_line_wherever_that_began() {
        Sealing sealing = Sealing.ofBatches(1, 3, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add("#\n");
        image.add(sealing.event(3), sealing.event(4), sealing.event(5));

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("undecodable");
    }

    @Test
    void behind_a_known_event_no_batch_reaches_back_to_it() {
        Sealing sealing = Sealing.ofBatches(1, 1, 1);
        LogImage image = new LogImage().segment(2).add("#\n");
        image.add(Sealing.rehashed(
                sealing.line(3).replace("\"batch\":3,\"batch_end\":3", "\"batch\":1,\"batch_end\":3")));

        image.feed(ChainWalk.after(sealing.event(1).asHead(), image.findings::add))
                .finish(TailWitness.NONE);

        assertThat(image.found()).containsExactly("undecodable", "batch 3");
    }

    @Test
    void a_line_whose_payload_differs_still_says_its_batch() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        String wrong =
                Sealing.rehashed(sealing.line(2).replace("\"batch\":2,\"batch_end\":2", "\"batch\":1,\"batch_end\":2"));
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add(wrong.replace("{\"n\":1}", "{\"n\":5}"));

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("payload_hash 2", "batch 2");
    }

    @Test
    void the_first_batch_begins_with_the_first_event() {
        Sealing sealing = Sealing.ofBatches(1);
        String line =
                Sealing.rehashed(sealing.line(1).replace("\"batch\":1,\"batch_end\":1", "\"batch\":1,\"batch_end\":2"));
        LogImage image = new LogImage().segment(1).add(line);

        image.walk(TailWitness.NONE);
        assertThat(image.found()).containsExactly("batch 1");

        LogImage behindUnreadable =
                new LogImage().segment(1).add("#\n").add(Sealing.ofBatches(2).event(2));
        behindUnreadable.walk(TailWitness.NONE);
        assertThat(behindUnreadable.found()).containsExactly("undecodable");
    }

    @Test
    void an_incomplete_last_batch_counts_unreadable_lines_as_there() {
        Sealing sealing = Sealing.ofBatches(3);
        LogImage image = new LogImage()
                .segment(1)
                .add(sealing.event(1), sealing.event(2))
                .add("#\n");

        image.walk(TailWitness.NONE);

        assertThat(image.found()).containsExactly("undecodable");
    }
}
