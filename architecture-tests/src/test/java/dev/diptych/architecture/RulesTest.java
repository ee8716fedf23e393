package dev.diptych.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void the_shipped_classes_keep_the_rule(String sentence, ArchRule rule) {
        rule.check(ShippedModule.everything());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("violations")
    void the_rule_finds_exactly_what_is_wrong_with_its_violation(String sentence, String type, Violation violation) {
        assertThat(violation.found()).as(sentence).isEqualTo(violation.expected());
    }

    @Test
    void every_rule_has_a_violation() {
        Set<ArchRule> shown = Rules.violations().stream().map(Violation::rule).collect(Collectors.toSet());

        assertThat(Rules.all())
                .isNotEmpty()
                .allSatisfy((sentence, rule) ->
                        assertThat(shown).as("a violation of: " + sentence).contains(rule));
    }

    @Test
    void every_rule_says_why() {
        assertThat(Rules.all())
                .allSatisfy((sentence, rule) ->
                        assertThat(rule.getDescription()).as(sentence).contains(", because "));
    }

    @ParameterizedTest
    @EnumSource(ShippedModule.class)
    void the_classes_of_the_module_were_read(ShippedModule module) {
        assertThat(module.classes().contain(module.sentinel()))
                .as("module %s has %s", module, module.sentinel())
                .isTrue();
        assertThat(ShippedModule.everything().contain(module.sentinel())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PurityRules.SEED_SOURCE,
                PurityRules.TOLD_SOURCE,
                DurabilityRules.DURABLE_FILES,
                LibraryRules.PROGRAM
            })
    void a_class_that_a_rule_names_is_there(String name) {
        assertThat(ShippedModule.everything().contain(name)).as(name).isTrue();
    }

    @Test
    void every_permit_is_used() {
        assertThat(DurabilityRules.PERMITTED)
                .allSatisfy((holder, targets) -> assertThat(
                                ShippedModule.everything().get(holder).getAccessesFromSelf())
                        .as(holder)
                        .extracting(DurabilityRules::target)
                        .containsAll(targets));
    }

    @Test
    void no_violation_is_part_of_a_shipped_module() {
        assertThat(ShippedModule.everything())
                .isNotEmpty()
                .noneMatch(type -> type.getPackageName().contains("violations"));
    }

    static Stream<Arguments> rules() {
        return Rules.all().entrySet().stream().map(rule -> arguments(rule.getKey(), rule.getValue()));
    }

    static Stream<Arguments> violations() {
        return Rules.all().entrySet().stream()
                .flatMap(rule -> Rules.violations().stream()
                        .filter(violation -> violation.rule().equals(rule.getValue()))
                        .map(violation ->
                                arguments(rule.getKey(), violation.type().getSimpleName(), violation)));
    }
}
