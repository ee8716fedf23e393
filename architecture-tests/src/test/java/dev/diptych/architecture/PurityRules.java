package dev.diptych.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.diptych.architecture.ByName.areNot;

import com.tngtech.archunit.lang.ArchRule;

/** What the inner rings must get from outside instead of taking it. */
final class PurityRules {
    static final ArchRule THE_DOMAIN_IS_PLAIN_JAVA_WITHOUT_INPUT_OR_OUTPUT = classes()
            .that()
            .resideInAPackage("dev.diptych.domain..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.diptych.domain..",
                            "java.lang..",
                            "java.math",
                            "java.nio",
                            "java.nio.charset",
                            "java.security",
                            "java.time..",
                            "java.util..")
                    .or(assignableTo("java.io.ByteArrayOutputStream"))
                    .or(assignableTo("java.io.UncheckedIOException")))
            .because("rules that touch no file, database or library can be tested exhaustively and read anywhere");

    /** Where tests draw a seed, once, and print it, so that a failure can be repeated. */
    static final String SEED_SOURCE = "dev.diptych.contracts.events.SeededEvents";

    /** Has a source of randomness that gives what it was told, which the platform wants to make a public key. */
    static final String TOLD_SOURCE = "dev.diptych.contracts.twins.TwinSigner";

    static final ArchRule NO_AMBIENT_INPUT_OUTSIDE_THE_BOOTSTRAP = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.bootstrap..")
            .and(areNot(SEED_SOURCE))
            .and(areNot(TOLD_SOURCE))
            .should()
            .accessTargetWhere(AmbientInputs.ARE_TAKEN)
            .because("time, randomness, locale, charset and environment come in through constructors, or no test can"
                    + " hold them still");

    private PurityRules() {}
}
