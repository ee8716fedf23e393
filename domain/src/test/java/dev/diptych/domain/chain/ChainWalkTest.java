package dev.diptych.domain.chain;

import static dev.diptych.domain.chain.LogImage.storeAt;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChainWalkTest {
    @Test
    void finds_nothing_in_a_sound_log_and_ends_at_its_head() {
        Sealing sealing = Sealing.ofBatches(1, 3, 2);
        LogImage image = LogImage.of(sealing);
        ChainWalk walk = image.fed();

        assertThat(walk.finish(storeAt(6))).isEqualTo(new WalkEnd.Whole());
        assertThat(image.findings).isEmpty();
        assertThat(walk.wholeHead()).contains(sealing.head());
        assertThat(walk.ledgerId()).contains(Sealing.LEDGER);
        assertThat(walk.events()).isEqualTo(6);
        assertThat(walk.lines()).isEqualTo(6);
        assertThat(walk.isInTail()).isFalse();
        assertThat(walk.lastBatch().orElseThrow().range()).isEqualTo(new BatchRange(5, 6));
    }

    @Test
    void calls_half_a_line_behind_the_last_whole_batch_torn() {
        Sealing sealing = Sealing.ofBatches(1, 1, 2);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2), sealing.event(3));
        image.add(sealing.line(4).substring(0, 200));

        WalkEnd end = image.walk(storeAt(2));

        assertThat(image.findings).isEmpty();
        WalkEnd.Torn torn = LogImage.torn(end).orElseThrow();
        assertThat(torn.bytes()).isEqualTo(sealing.event(3).lineLength() + 200);
        assertThat(torn.from().offset())
                .isEqualTo(sealing.event(1).lineLength() + sealing.event(2).lineLength());
    }
}
