package dev.diptych.domain.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutoverPlanTest {
    private static final StepOutline EXPAND =
            new StepOutline("expand", CutoverPlan.digestOf("ALTER TABLE a"), new TreeMap<>(Map.of("b", 0L, "a", -3L)));
    private static final StepOutline FILL = new StepOutline("fill", CutoverPlan.digestOf("UPDATE a"), new TreeMap<>());
    private static final CutoverPlan PLAN = new CutoverPlan("orders-2", "2", List.of(EXPAND, FILL));

    @Test
    void the_digest_is_that_of_the_published_text() throws NoSuchAlgorithmException {
        String text = "diptych.plan.v1\norders-2\n2\nexpand " + sha256("ALTER TABLE a") + "\n  a -3\n  b 0\nfill "
                + sha256("UPDATE a") + "\n";

        assertThat(PLAN.digest().hex()).isEqualTo(sha256(text));
        assertThat(PLAN.digest()).hasToString(sha256(text));
    }

    @Test
    void whatever_is_changed_in_a_plan_changes_its_digest() {
        StepOutline renamed = new StepOutline("expand2", EXPAND.digest(), EXPAND.rowCountChanges());
        StepOutline other = new StepOutline("expand", FILL.digest(), EXPAND.rowCountChanges());
        StepOutline counted = new StepOutline("expand", EXPAND.digest(), new TreeMap<>(Map.of("b", 0L, "a", -2L)));
        StepOutline uncounted = new StepOutline("expand", EXPAND.digest(), new TreeMap<>(Map.of("a", -3L)));

        assertThat(List.of(
                        new CutoverPlan("orders-3", "2", PLAN.steps()),
                        new CutoverPlan("orders-2", "3", PLAN.steps()),
                        new CutoverPlan("orders-2", "2", List.of(FILL, EXPAND)),
                        new CutoverPlan("orders-2", "2", List.of(EXPAND)),
                        new CutoverPlan("orders-2", "2", List.of(renamed, FILL)),
                        new CutoverPlan("orders-2", "2", List.of(other, FILL)),
                        new CutoverPlan("orders-2", "2", List.of(counted, FILL)),
                        new CutoverPlan("orders-2", "2", List.of(uncounted, FILL))))
                .extracting(CutoverPlan::digest)
                .doesNotContain(PLAN.digest())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_plan_has_1_to_256_steps_each_with_a_name_of_its_own() {
        List<StepOutline> most = IntStream.range(0, CutoverPlan.STEPS_MAX)
                .mapToObj(i -> new StepOutline("s" + i, FILL.digest(), new TreeMap<>()))
                .toList();

        assertThat(new CutoverPlan("p", "1", most).steps()).hasSize(256);
        assertThatThrownBy(() -> new CutoverPlan("p", "1", List.of())).hasMessageContaining("had 0");
        assertThatThrownBy(() -> new CutoverPlan("p", "1", concat(most, EXPAND)))
                .hasMessageContaining("had 257");
        assertThatThrownBy(() -> new CutoverPlan("p", "1", List.of(FILL, FILL))).hasMessageContaining("two are fill");
    }

    @Test
    void names_are_words_that_need_no_escaping() {
        for (String word : List.of("", "a b", "a\"", "\u00e9", "a\n", "x".repeat(129))) {
            assertThatThrownBy(() -> new CutoverPlan(word, "1", List.of(FILL)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the name of a plan");
            assertThatThrownBy(() -> new CutoverPlan("p", word, List.of(FILL)))
                    .hasMessageContaining("a target version");
            assertThatThrownBy(() -> new StepOutline(word, FILL.digest(), new TreeMap<>()))
                    .hasMessageContaining("the name of a step");
        }
    }

    @Test
    void what_is_handed_in_is_copied() {
        TreeMap<String, Long> changes = new TreeMap<>(Map.of("a", 1L));
        StepOutline step = new StepOutline("s", FILL.digest(), changes);

        changes.put("b", 2L);

        assertThat(step.rowCountChanges()).containsOnlyKeys("a");
        assertThatThrownBy(() -> step.rowCountChanges().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_phase_is_spelled_in_lower_case() {
        assertThat(CutoverPhase.values())
                .extracting(CutoverPhase::word)
                .containsExactly("not_begun", "undecided", "aborted", "committed");
    }

    private static List<StepOutline> concat(List<StepOutline> steps, StepOutline one) {
        List<StepOutline> all = new java.util.ArrayList<>(steps);
        all.add(one);
        return all;
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }
}
