package dev.diptych.domain.policy;

import static dev.diptych.domain.policy.PolicySamples.DURING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every composition, over seeded random contributions with and without an authorisation. */
class PolicyCompositionLawsTest {
    private static final int ROUNDS = 2_000;
    private static final List<String> RULES = List.of("a.x", "a.y", "b.x", "b.y");
    private static final List<PolicyOutcome> CONTRIBUTABLE =
            List.of(PolicyOutcome.ALLOW, PolicyOutcome.WARN, PolicyOutcome.QUARANTINE, PolicyOutcome.REJECT);

    @ParameterizedTest
    @ValueSource(longs = {3, 20261123, -99})
    void the_outcome_does_not_depend_on_order_or_repetition(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<PolicyContribution> given = some(random);
            Optional<BreakGlassAuthorization> glass = perhapsGlass(random);
            List<PolicyContribution> other = new ArrayList<>(given);
            other.add(given.get(random.nextInt(given.size())));
            Collections.shuffle(other, random);

            assertThat(outcome(other, glass))
                    .as("seed %d: %s %s", seed, given, glass)
                    .isEqualTo(outcome(given, glass));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 4711, -1})
    void one_more_contribution_never_weakens_the_outcome(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<PolicyContribution> given = some(random);
            Optional<BreakGlassAuthorization> glass = perhapsGlass(random);
            List<PolicyContribution> more = new ArrayList<>(given);
            more.add(any(random));

            assertThat(outcome(more, glass))
                    .as("seed %d: %s %s", seed, more, glass)
                    .isGreaterThanOrEqualTo(outcome(given, glass));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 1000003, -64})
    void says_break_glass_exactly_where_an_authorisation_was_used_and_the_strongest_outcome_elsewhere(long seed) {
        Random random = new Random(seed);
        int opened = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<PolicyContribution> given = some(random);
            Optional<BreakGlassAuthorization> glass = perhapsGlass(random);
            PolicyDecision decision = PolicyComposition.compose(given, glass, DURING);
            PolicyOutcome strongest = given.stream()
                    .map(PolicyContribution::outcome)
                    .max(PolicyOutcome::compareTo)
                    .orElseThrow();
            boolean opens = strongest.refuses()
                    && glass.isPresent()
                    && given.stream()
                            .filter(one -> one.outcome().refuses())
                            .allMatch(one ->
                                    one.isOverridable() && one.ruleId().value().startsWith("a."));

            assertThat(decision.outcome())
                    .as("seed %d: %s %s", seed, given, glass)
                    .isEqualTo(opens ? PolicyOutcome.BREAK_GLASS : strongest);
            assertThat(decision.usedAuthorization().isPresent())
                    .as("seed %d: %s", seed, decision)
                    .isEqualTo(opens);
            opened += opens ? 1 : 0;
        }
        assertThat(opened).as("seed %d: both cases must have been met", seed).isBetween(1, ROUNDS - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 77, -12345})
    void keeps_every_contribution_exactly_once(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<PolicyContribution> given = some(random);
            PolicyDecision decision = PolicyComposition.compose(given, perhapsGlass(random), DURING);
            List<PolicyContribution> kept = new ArrayList<>(decision.contributing());
            kept.addAll(decision.discarded());

            assertThat(kept).as("seed %d: %s", seed, decision).containsExactlyInAnyOrderElementsOf(given);
            PolicyOutcome strength = decision.contributing().get(0).outcome();
            assertThat(decision.contributing()).allMatch(one -> one.outcome() == strength);
            assertThat(decision.discarded()).allMatch(one -> one.outcome().compareTo(strength) < 0);
        }
    }

    private static PolicyOutcome outcome(List<PolicyContribution> given, Optional<BreakGlassAuthorization> glass) {
        return PolicyComposition.compose(given, glass, DURING).outcome();
    }

    private static List<PolicyContribution> some(Random random) {
        List<PolicyContribution> given = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            given.add(any(random));
        }
        return given;
    }

    private static PolicyContribution any(Random random) {
        String rule = RULES.get(random.nextInt(RULES.size()));
        PolicyOutcome outcome = CONTRIBUTABLE.get(random.nextInt(CONTRIBUTABLE.size()));
        return random.nextInt(3) == 0 ? PolicySamples.firm(rule, outcome) : PolicySamples.overridable(rule, outcome);
    }

    private static Optional<BreakGlassAuthorization> perhapsGlass(Random random) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(PolicySamples.glass("a"));
    }
}
