package dev.diptych.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.application.cutover.violations.ReachesUnderTheTransaction;
import org.junit.jupiter.api.Test;

/**
 * The rule is older than the package it guards. A rule about nothing always holds, so this one is never held against the
 * shipped classes alone: the classes it sees are the shipped ones and one that breaks it, and it must find exactly what
 * that one does. The day the package comes, a shipped class that breaks the rule fails the same test, and the other test
 * asks for the rule to be moved to those that are held against the shipped classes.
 */
final class CutoverRulesTest {
    @Test
    void the_cutover_never_imports_an_adapter_and_the_only_class_found_to_do_so_is_the_violation() {
        var classes = ShippedModule.everythingAnd(ReachesUnderTheTransaction.class);

        assertThat(classes.contain(ReachesUnderTheTransaction.class)).isTrue();
        assertThat(Violation.foundIn(classes, CutoverRules.THE_CUTOVER_NEVER_IMPORTS_AN_ADAPTER))
                .containsExactly(
                        "com.fasterxml.jackson.core.JsonParser",
                        "com.google.inject.Injector",
                        "dev.diptych.adapters.second.violations.ASecondAdapter",
                        "java.sql.Connection",
                        "org.jdbi.v3.core.Handle");
    }

    @Test
    void the_cutover_is_not_there_yet() {
        assertThat(ShippedModule.everything().that(resideInAPackage(CutoverRules.CUTOVER + "..")))
                .as("once there is a cutover, its rule belongs among those of Rules.all()")
                .isEmpty();
    }
}
