package dev.diptych.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyOutcomeTest {

    @Test
    void goes_from_allow_to_reject() {
        assertThat(PolicyOutcome.values())
                .extracting(PolicyOutcome::word)
                .containsExactly("allow", "warn", "break_glass", "quarantine", "reject");
    }

    @Test
    void refuses_with_quarantine_and_reject_alone() {
        assertThat(PolicyOutcome.values())
                .filteredOn(PolicyOutcome::refuses)
                .containsExactly(PolicyOutcome.QUARANTINE, PolicyOutcome.REJECT);
    }

    @Test
    void the_stronger_of_two_is_the_later_in_the_order() {
        for (PolicyOutcome a : PolicyOutcome.values()) {
            for (PolicyOutcome b : PolicyOutcome.values()) {
                assertThat(a.strongest(b).ordinal()).isEqualTo(Math.max(a.ordinal(), b.ordinal()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261123, -7})
    void strongest_is_associative_commutative_and_idempotent_with_allow_as_neutral(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            PolicyOutcome a = any(random);
            PolicyOutcome b = any(random);
            PolicyOutcome c = any(random);
            assertThat(a.strongest(b).strongest(c))
                    .as("seed %d: %s %s %s", seed, a, b, c)
                    .isEqualTo(a.strongest(b.strongest(c)));
            assertThat(a.strongest(b)).as("seed %d: %s %s", seed, a, b).isEqualTo(b.strongest(a));
            assertThat(a.strongest(a)).as("seed %d: %s", seed, a).isEqualTo(a);
            assertThat(a.strongest(PolicyOutcome.ALLOW))
                    .as("seed %d: %s", seed, a)
                    .isEqualTo(a);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 42, 4711})
    void the_outcome_of_many_depends_neither_on_order_nor_on_repetition(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<PolicyOutcome> given = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(8); i++) {
                given.add(any(random));
            }
            List<PolicyOutcome> other = new ArrayList<>(given);
            other.addAll(given.subList(0, random.nextInt(given.size()) + 1));
            Collections.shuffle(other, random);
            assertThat(join(other))
                    .as("seed %d: %s", seed, given)
                    .isEqualTo(join(given))
                    .isEqualTo(Collections.max(given));
        }
    }

    private static PolicyOutcome join(List<PolicyOutcome> outcomes) {
        return outcomes.stream().reduce(PolicyOutcome.ALLOW, PolicyOutcome::strongest);
    }

    private static PolicyOutcome any(Random random) {
        return PolicyOutcome.values()[random.nextInt(PolicyOutcome.values().length)];
    }
}
