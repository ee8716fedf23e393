package dev.diptych.domain.chain;

import static dev.diptych.domain.chain.LogImage.storeAt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A version other than 1 is news only if an earlier event announced it; a flipped digit is damage. */
class VersionsTest {
    private static final String ONE = "\"schema_version\":1";

    @Test
    void a_version_that_nothing_announced_is_damage_and_not_news() {
        for (String digit : List.of("3", "5", "9")) {
            Sealing sealing = Sealing.ofBatches(1, 1, 1);
            LogImage image = new LogImage().segment(1).add(sealing.event(1));
            image.add(sealing.line(2).replace(ONE, "\"schema_version\":" + digit))
                    .add(sealing.event(3));

            assertThat(image.walk(TailWitness.NONE)).isInstanceOf(WalkEnd.Damaged.class);
            assertThat(image.found()).containsExactly("undecodable 2");
            assertThat(image.findings.get(0).found()).contains(digit);
        }
    }

    @Test
    void at_an_announced_version_the_walk_stops_and_says_so() {
        Sealing sealing = Sealing.ofBatches(1);
        sealing.one("diptych.format.v1", "{\"version\":2}");
        sealing.batch(1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2));
        image.add(sealing.line(3).replace(ONE, "\"schema_version\":2"));
        image.add("#\n").segment(9).foreign("notes");
        ChainWalk walk = image.fed();

        assertThat(walk.isStopped()).isTrue();
        assertThat(walk.isInTail()).isFalse();
        assertThat(walk.finish(storeAt(2))).isEqualTo(new WalkEnd.UnknownVersion(3, 2, 2));
        assertThat(image.found()).containsExactly("unknown_version 3", "segment_name");
        assertThat(image.findings.get(0).found()).contains("2");
        assertThat(walk.wholeHead()).contains(sealing.event(2).asHead());
        assertThat(walk.lines()).isEqualTo(3);
    }

    @Test
    void a_version_is_announced_only_in_the_one_spelling_that_counts() {
        for (String payload : List.of(
                "{\"version\":3}",
                "{\"version\":2,\"since\":4}",
                "{\"version\":\"2\"}",
                "{\"version\":02}".replace("02", "2.0"),
                "{\"Version\":2}",
                "{\"version\":9007199254740992}",
                "2")) {
            assertThat(endAfter("diptych.format.v1", payload)).as(payload).isInstanceOf(WalkEnd.Damaged.class);
        }
        assertThat(endAfter("diptych.format.v2", "{\"version\":2}")).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(endAfter("com.format.v1", "{\"version\":2}")).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(endAfter("diptych.format.v1", "{\"version\":2}")).isInstanceOf(WalkEnd.UnknownVersion.class);
    }

    @Test
    void an_announcement_counts_only_if_its_own_line_is_well_formed_and_linked() {
        Sealing sealing = Sealing.ofBatches(1);
        sealing.one("diptych.format.v1", "{\"version\":2}");
        sealing.batch(1);
        String news = sealing.line(3).replace(ONE, "\"schema_version\":2");

        LogImage gap = new LogImage().segment(1).add(sealing.event(2)).add(news);
        assertThat(gap.walk(TailWitness.NONE)).isInstanceOf(WalkEnd.Damaged.class);

        LogImage unreadableBefore =
                new LogImage().segment(1).add("#\n").add(sealing.event(2)).add(news);
        assertThat(unreadableBefore.walk(TailWitness.NONE)).isInstanceOf(WalkEnd.Damaged.class);

        String relinked =
                Sealing.rehashed(sealing.line(2).replace(sealing.event(1).hash().hex(), "a".repeat(64)));
        LogImage unlinked =
                new LogImage().segment(1).add(sealing.event(1)).add(relinked).add(news);
        assertThat(unlinked.walk(TailWitness.NONE)).isInstanceOf(WalkEnd.Damaged.class);

        String changed = sealing.line(2).replace("{\"version\":2}", "{\"version\":3}");
        LogImage unsound =
                new LogImage().segment(1).add(sealing.event(1)).add(changed).add(news);
        assertThat(unsound.walk(TailWitness.NONE)).isInstanceOf(WalkEnd.Damaged.class);
    }

    @Test
    void damage_before_an_announced_version_is_told_too_and_nothing_there_is_called_torn() {
        Sealing sealing = Sealing.ledger();
        sealing.one("diptych.format.v1", "{\"version\":2}");
        sealing.batch(2);
        LogImage image = new LogImage().segment(1).add(sealing.event(1)).add("#\n");
        image.add(sealing.line(3).replace(ONE, "\"schema_version\":2"));

        assertThat(image.walk(storeAt(1))).isEqualTo(new WalkEnd.UnknownVersion(3, 2, 2));
        assertThat(image.found()).containsExactly("undecodable", "unknown_version 3");
    }

    @Test
    void a_walk_behind_a_known_event_never_cuts_what_a_newer_program_may_have_written() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        LogImage image = new LogImage().segment(2).add(sealing.line(2).replace(ONE, "\"schema_version\":2"));

        ChainWalk untold = ChainWalk.after(sealing.event(1).asHead(), image.findings::add);
        assertThat(image.feed(untold).finish(storeAt(1))).isInstanceOf(WalkEnd.Damaged.class);
        assertThat(image.found()).containsExactly("undecodable 2");

        ChainWalk told = ChainWalk.after(sealing.event(1).asHead(), image.findings::add);
        told.announced(2);
        assertThat(image.feed(told).finish(storeAt(1))).isInstanceOf(WalkEnd.UnknownVersion.class);
    }

    @Test
    void a_walk_behind_a_known_event_can_be_told_the_announcement_itself() {
        Sealing sealing = Sealing.ledger();
        SealedEvent announcement = sealing.one("diptych.format.v1", "{\"version\":2}");
        sealing.batch(1);
        LogImage image = new LogImage().segment(2).add(sealing.line(2).replace(ONE, "\"schema_version\":2"));
        ChainWalk walk = ChainWalk.after(announcement.asHead(), image.findings::add);
        walk.announcedBy(announcement);

        assertThat(image.feed(walk).finish(storeAt(1))).isEqualTo(new WalkEnd.UnknownVersion(2, 2, 1));
    }

    @Test
    void an_unannounced_version_in_a_tail_may_be_torn_where_the_whole_log_was_read() {
        Sealing sealing = Sealing.ofBatches(1, 1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1));
        image.add(sealing.line(2).replace(ONE, "\"schema_version\":2"));

        assertThat(image.walk(storeAt(1))).isInstanceOf(WalkEnd.Torn.class);
    }

    private static WalkEnd endAfter(String type, String payload) {
        Sealing sealing = Sealing.ofBatches(1);
        sealing.one(type, payload);
        sealing.batch(1);
        LogImage image = new LogImage().segment(1).add(sealing.event(1), sealing.event(2));
        image.add(sealing.line(3).replace(ONE, "\"schema_version\":2"));
        return image.walk(TailWitness.NONE);
    }
}
